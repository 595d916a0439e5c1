# expect Exited
import os
through = []
for path in ("/sys", "/sys/class/net", "/sys/kernel", "/sys/fs/cgroup", "/sys/devices", "/sys/firmware"):
    try: os.listdir(path); through.append(path)
    except OSError: pass
print("held" if not through else through)
