# expect Exited
import os, signal
for target in (1, os.getppid()):
    if target == 0: continue
    for what in range(1, 65):
        try: os.kill(target, what)
        except OSError: pass
print("held")
