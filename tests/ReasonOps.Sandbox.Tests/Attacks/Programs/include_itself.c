// expect compile CpuLimit WallLimit MemoryLimit OutputLimit Exited
#include __FILE__
#include __FILE__
int main(void) {}
