// expect compile FileLimit MemoryLimit CpuLimit WallLimit Exited
__asm__(".data\n.rept 100000\n.fill 1000000, 1, 7\n.endr\n");
int main(void) {}
