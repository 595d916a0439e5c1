# expect Exited
import os, signal
for target in (1, os.getppid(), os.getpid() - 1, os.getpgrp() - 1):
    if target <= 0: continue
    for what in (signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL):
        try: os.kill(target, what)
        except OSError: pass
print("held")
