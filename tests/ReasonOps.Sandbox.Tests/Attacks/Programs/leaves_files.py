# expect Exited
import os
for folder in (".", "/tmp", "/dev/shm", os.environ["TMPDIR"], os.environ["HOME"], "/var/tmp", "/run", "/"):
    try: open(os.path.join(folder, "left-behind"), "w").write("secret")
    except OSError: pass
print("held")
