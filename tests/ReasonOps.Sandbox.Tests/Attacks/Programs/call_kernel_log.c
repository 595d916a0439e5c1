// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("kernel_log returned %ld\n", (long)syscall(SYS_syslog, 3, 0, 0));
}
