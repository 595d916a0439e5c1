// expect CpuLimit
// limits cpu=1 wall=20
#include <sys/prctl.h>
int main(void) {
  prctl(PR_SET_NAME, "x) Z 1 1 1 1 1", 0, 0, 0);
  for (;;) {}
}
