// expect SecurityViolation
#define _GNU_SOURCE
#include <sys/uio.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("process_vm_writev returned %ld\n", (long)process_vm_writev(1, 0, 0, 0, 0, 0));
}
