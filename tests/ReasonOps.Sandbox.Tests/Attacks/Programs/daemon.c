// expect Exited
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>
int main(void) {
  puts("held");
  fflush(stdout);
  for (int i = 0; i < 5; i++)
    if (fork() == 0) {
      signal(SIGTERM, SIG_IGN);
      signal(SIGHUP, SIG_IGN);
      prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
      if (daemon(1, 0) != 0 && fork() > 0) _exit(0);
      for (;;) sleep(1);
    }
  return 0;
}
