# expect Exited
import os, signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
for what in (signal.SIGTERM, signal.SIGKILL):
    try: os.kill(-1, what)
    except OSError: pass
print("held")
