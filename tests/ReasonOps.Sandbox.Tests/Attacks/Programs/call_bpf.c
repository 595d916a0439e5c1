// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("bpf returned %ld\n", (long)syscall(SYS_bpf, 5, 0, 0));
}
