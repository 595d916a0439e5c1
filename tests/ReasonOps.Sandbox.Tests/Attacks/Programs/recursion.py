# expect Exited Signalled MemoryLimit
import sys
sys.setrecursionlimit(10 ** 9)
def deeper(n): return deeper(n + 1) + 1
if __import__("os").fork() == 0: deeper(0)
__import__("os").wait()
print("held")
