// expect compile CpuLimit WallLimit MemoryLimit Exited
template <int N, int M> struct bomb { using left = typename bomb<N - 1, 2 * M>::left; using right = typename bomb<N - 1, 2 * M + 1>::right; static const int value = bomb<N - 1, 2 * M>::value + bomb<N - 1, 2 * M + 1>::value; };
template <int M> struct bomb<0, M> { using left = int; using right = int; static const int value = 1; };
int main() { return bomb<40, 0>::value; }
