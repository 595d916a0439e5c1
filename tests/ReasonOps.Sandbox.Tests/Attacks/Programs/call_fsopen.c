// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("fsopen returned %ld\n", (long)syscall(430, "tmpfs", 0));
}
