// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("kexec_load returned %ld\n", (long)syscall(SYS_kexec_load, 0, 0, 0, 0));
}
