// expect SecurityViolation
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("clone_network returned %ld\n", (long)syscall(SYS_clone, CLONE_NEWNET | 17, 0, 0, 0, 0));
}
