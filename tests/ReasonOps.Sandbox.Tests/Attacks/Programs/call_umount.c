// expect SecurityViolation
#define _GNU_SOURCE
#include <sys/mount.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("umount returned %ld\n", (long)umount2("/proc", 2));
}
