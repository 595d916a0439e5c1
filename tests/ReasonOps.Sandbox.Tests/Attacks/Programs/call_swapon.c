// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("swapon returned %ld\n", (long)syscall(SYS_swapon, "/box/x", 0));
}
