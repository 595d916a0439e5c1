// expect compile CpuLimit WallLimit MemoryLimit OutputLimit FileLimit Exited
#include "/dev/urandom"
int main(void) {}
