// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("request_key returned %ld\n", (long)syscall(SYS_request_key, "user", "x", 0, -3));
}
