// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("open_by_handle_at returned %ld\n", (long)syscall(SYS_open_by_handle_at, -1, 0, 0));
}
