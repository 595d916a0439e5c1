# expect OutputLimit Exited
import os
for _ in range(4):
    if os.fork() == 0:
        while True: os.write(1, b"flood" * 1000)
