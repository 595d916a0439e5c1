// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("open_tree returned %ld\n", (long)syscall(428, -100, "/", 1));
}
