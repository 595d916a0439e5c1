// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("keyctl returned %ld\n", (long)syscall(SYS_keyctl, 0, -3, 0, 0, 0));
}
