// expect SecurityViolation
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("perf_event_open returned %ld\n", (long)syscall(SYS_perf_event_open, 0, 0, -1, -1, 0));
}
