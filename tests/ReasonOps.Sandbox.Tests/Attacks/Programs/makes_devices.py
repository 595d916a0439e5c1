# expect Exited
import os, stat
through = []
for kind in (stat.S_IFCHR, stat.S_IFBLK):
    try: os.mknod(f"device{kind}", kind | 0o666, os.makedev(1, 1)); through.append(kind)
    except OSError: pass
print("held" if not through else through)
