// expect CpuLimit WallLimit ProcessLimit
// limits cpu=1 wall=5
#include <unistd.h>
#include <signal.h>
int main(void) {
  signal(SIGCHLD, SIG_IGN); // nobody ever waits for them
  for (;;) if (fork() == 0) _exit(0);
}
