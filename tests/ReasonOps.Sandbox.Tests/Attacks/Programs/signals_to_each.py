# expect Exited
import os, signal
own = {os.getpid(), 0}
for pid in list(range(1, 33000)):
    if pid in own: continue
    for what in (signal.SIGSTOP, signal.SIGKILL):
        try: os.kill(pid, what)
        except OSError: break
print("held")
