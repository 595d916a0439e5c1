# expect Exited
import os
through = []
for act in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setresuid(0, 0, 0), lambda: os.setgroups([0]), lambda: os.seteuid(65534), lambda: os.chown("main.py", 0, 0)):
    try: act(); through.append("another user")
    except OSError: pass
print("held" if not through else through)
