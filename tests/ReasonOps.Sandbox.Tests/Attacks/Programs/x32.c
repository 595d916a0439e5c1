// expect SecurityViolation Exited
#include <stdio.h>
#include <unistd.h>
int main(void) { puts(syscall(0x40000000 | 310, 0) < 0 ? "held" : "x32"); }
