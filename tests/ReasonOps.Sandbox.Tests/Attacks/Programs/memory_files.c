// expect Exited
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  puts(memfd_create("hidden", 0) < 0 && syscall(SYS_memfd_secret, 0) < 0 ? "held" : "memory that no limit sees");
}
