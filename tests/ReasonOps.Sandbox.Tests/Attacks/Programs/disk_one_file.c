// expect FileLimit
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
int main(void) {
  static char block[65536];
  int file = open("large", O_WRONLY | O_CREAT, 0600);
  for (;;) if (write(file, block, sizeof block) < 0) lseek(file, 0, SEEK_END);
}
