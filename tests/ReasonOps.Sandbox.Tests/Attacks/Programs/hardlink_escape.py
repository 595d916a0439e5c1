# expect Exited
import os
through = []
for n, target in enumerate(("/etc/passwd", "/usr/bin/env", "/usr/bin/su")):
    try: os.link(target, f"hard{n}"); through.append(target)
    except OSError: pass
    try: os.rename(target, f"moved{n}"); through.append(target)
    except OSError: pass
print("held" if not through else through)
