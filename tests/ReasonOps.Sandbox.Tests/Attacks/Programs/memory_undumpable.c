// expect MemoryLimit
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
int main(void) {
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  for (;;) { char *block = malloc(1 << 20); if (block != NULL) memset(block, 1, 1 << 20); }
}
