// expect SecurityViolation
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("unshare_user returned %ld\n", (long)unshare(CLONE_NEWUSER));
}
