// expect ProcessLimit
#include <unistd.h>
int main(void) {
  for (;;) if (fork() == 0) { for (;;) { fork(); pause(); } }
}
