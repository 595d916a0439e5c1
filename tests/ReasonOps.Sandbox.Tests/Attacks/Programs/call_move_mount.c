// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("move_mount returned %ld\n", (long)syscall(429, -1, "", -1, "", 0));
}
