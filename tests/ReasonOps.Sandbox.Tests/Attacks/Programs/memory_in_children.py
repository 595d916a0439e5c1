# expect MemoryLimit
import os, time
for _ in range(6):
    if os.fork() == 0:
        block = b"x" * 40_000_000 # none of them is too large by itself
        time.sleep(60)
time.sleep(60)
