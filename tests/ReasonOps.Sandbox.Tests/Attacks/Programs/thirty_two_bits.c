// expect SecurityViolation Signalled
int main(void) {
#ifdef __x86_64__
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory");
#else
  __builtin_trap();
#endif
}
