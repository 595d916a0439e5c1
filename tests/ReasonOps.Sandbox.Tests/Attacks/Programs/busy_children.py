# expect CpuLimit
# limits cpu=1 wall=20
import os, time
for _ in range(4):
    if os.fork() == 0:
        while True: pass
time.sleep(60)
