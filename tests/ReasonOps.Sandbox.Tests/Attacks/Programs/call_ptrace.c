// expect SecurityViolation
#define _GNU_SOURCE
#include <sys/ptrace.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("ptrace returned %ld\n", (long)ptrace(PTRACE_TRACEME, 0, 0, 0));
}
