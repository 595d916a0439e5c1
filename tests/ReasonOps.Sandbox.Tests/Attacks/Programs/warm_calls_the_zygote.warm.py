# expect Exited
import ctypes, gc, os, sys
# What the prepared interpreter was made of may still be in memory; none of it may reach outside.
for fd in range(3, 300):
    try: os.write(fd, b"x" * 100); print("descriptor", fd)
    except OSError: pass
try: os.setns
except AttributeError: pass
library = ctypes.CDLL("/opt/reasonops/libjail.so") if os.path.exists("/opt/reasonops/libjail.so") else None
print("held", flush=True)
if library is not None: library.jail_wait()
