// expect SecurityViolation
#define _GNU_SOURCE
#include <sys/personality.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  printf("personality returned %ld\n", (long)personality(PER_LINUX32));
}
