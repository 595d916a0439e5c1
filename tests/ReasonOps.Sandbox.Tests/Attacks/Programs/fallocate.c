// expect FileLimit
#define _GNU_SOURCE
#include <fcntl.h>
#include <unistd.h>
int main(void) {
  int file = open("reserved", O_RDWR | O_CREAT, 0600);
  for (long size = 1 << 20;; size += 1 << 20) if (fallocate(file, 0, 0, size) != 0) { lseek(file, 1L << 40, SEEK_SET); if (write(file, "x", 1) < 0) pause(); }
}
