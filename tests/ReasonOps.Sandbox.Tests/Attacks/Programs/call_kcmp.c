// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("kcmp returned %ld\n", (long)syscall(SYS_kcmp, 1, 1, 0, 0, 0));
}
