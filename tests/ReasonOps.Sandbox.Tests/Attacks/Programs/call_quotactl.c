// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("quotactl returned %ld\n", (long)syscall(SYS_quotactl, 0, "/", 0, 0));
}
