// expect CpuLimit
// limits cpu=1 wall=20
#include <signal.h>
int main(void) {
  for (int number = 1; number < 65; number++) signal(number, SIG_IGN);
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, 0);
  for (;;) {}
}
