// expect Exited
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  char room[512] = {0};
  puts(syscall(SYS_io_uring_setup, 4, room) < 0 && syscall(SYS_io_uring_enter, 0, 0, 0, 0, 0, 0) < 0 ? "held" : "io_uring");
}
