// expect Exited
#include <stdio.h>
#include <sys/socket.h>
int main(void) {
  for (int family = 0; family < 64; family++)
    for (int kind = 1; kind < 11; kind++)
      if (family != AF_UNIX && socket(family, kind, 0) >= 0) { printf("family %d kind %d\n", family, kind); return 0; }
  puts("held");
}
