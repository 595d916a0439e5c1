// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("add_key returned %ld\n", (long)syscall(SYS_add_key, "user", "x", "y", 1, -3));
}
