// expect compile FileLimit MemoryLimit CpuLimit WallLimit Exited
char large[1L << 33] = {1};
int main(void) { return large[5]; }
