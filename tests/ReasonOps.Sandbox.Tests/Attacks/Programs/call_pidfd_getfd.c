// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("pidfd_getfd returned %ld\n", (long)syscall(438, 0, 0, 0));
}
