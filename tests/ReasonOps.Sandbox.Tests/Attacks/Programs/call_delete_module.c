// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("delete_module returned %ld\n", (long)syscall(SYS_delete_module, "x", 0));
}
