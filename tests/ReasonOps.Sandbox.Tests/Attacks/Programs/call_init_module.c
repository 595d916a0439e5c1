// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("init_module returned %ld\n", (long)syscall(SYS_init_module, 0, 0, ""));
}
