# expect Exited
import os
through = []
for n, target in enumerate(("/etc/passwd", "/usr/bin/env", "/proc/1/environ", "/proc/1/root/etc/passwd", "../../../../../../etc/passwd", "/proc/self/root/usr/bin/env")):
    os.symlink(target, f"link{n}")
    try: open(f"link{n}", "a").close(); through.append(target)
    except OSError: pass
print("held" if not through else through)
