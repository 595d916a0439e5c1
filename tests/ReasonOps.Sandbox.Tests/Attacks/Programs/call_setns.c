// expect SecurityViolation
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("setns returned %ld\n", (long)setns(0, CLONE_NEWUSER));
}
