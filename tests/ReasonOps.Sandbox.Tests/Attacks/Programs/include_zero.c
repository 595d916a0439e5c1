// expect compile CpuLimit WallLimit MemoryLimit FileLimit Exited
#include "/dev/zero"
int main(void) {}
