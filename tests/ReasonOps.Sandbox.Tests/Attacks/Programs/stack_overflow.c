// expect Signalled
int deeper(volatile int *from) { volatile int here[1000]; here[0] = *from; return deeper(here) + here[0]; }
int main(void) { volatile int start = 1; return deeper(&start); }
