// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("userfaultfd returned %ld\n", (long)syscall(SYS_userfaultfd, 0));
}
