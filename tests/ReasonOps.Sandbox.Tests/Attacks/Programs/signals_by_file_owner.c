// expect Exited
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  int ends[2];
  if (pipe(ends) != 0) return 1;
  fcntl(ends[0], F_SETOWN, getppid() != 0 ? getppid() : 1);
  fcntl(ends[0], F_SETSIG, SIGKILL);
  fcntl(ends[0], F_SETFL, O_ASYNC | O_NONBLOCK);
  if (write(ends[1], "x", 1) < 0) return 1;
  int pidfd = (int)syscall(SYS_pidfd_open, getppid() != 0 ? getppid() : 1, 0);
  syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, 0, 0);
  puts("held");
}
