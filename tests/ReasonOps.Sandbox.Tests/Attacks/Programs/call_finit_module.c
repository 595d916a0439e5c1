// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("finit_module returned %ld\n", (long)syscall(SYS_finit_module, 0, "", 0));
}
