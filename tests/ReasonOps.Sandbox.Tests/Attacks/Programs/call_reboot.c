// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("reboot returned %ld\n", (long)syscall(SYS_reboot, 0xfee1dead, 672274793, 0, 0));
}
