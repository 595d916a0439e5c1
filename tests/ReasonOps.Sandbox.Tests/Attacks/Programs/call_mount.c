// expect SecurityViolation
#define _GNU_SOURCE
#include <sys/mount.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("mount returned %ld\n", (long)mount("none", "/tmp", "tmpfs", 0, ""));
}
