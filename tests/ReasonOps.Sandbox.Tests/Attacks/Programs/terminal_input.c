// expect Exited
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>
int main(void) {
  int through = 0;
  for (int fd = 0; fd < 10; fd++) through |= ioctl(fd, TIOCSTI, "x") == 0;
  puts(open("/dev/tty", O_RDWR) < 0 && open("/dev/console", O_RDWR) < 0 && open("/dev/ptmx", O_RDWR) < 0 && !through ? "held" : "a terminal");
}
