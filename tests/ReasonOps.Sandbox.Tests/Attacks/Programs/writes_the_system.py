# expect Exited
import os
through = []
for path in ("/usr/bin/python3", "/usr/x", "/etc/passwd", "/etc/x", "/bin/x", "/lib/x", "/opt/reasonops/launcher", "/opt/reasonops/x", "/dev/x", "/proc/x", "/x", "/root/x", "/home/x"):
    for flags in (os.O_WRONLY | os.O_CREAT, os.O_RDWR, os.O_WRONLY | os.O_TRUNC):
        try: os.close(os.open(path, flags)); through.append(path)
        except OSError: pass
for path in ("/usr", "/etc", "/usr/bin/env"):
    for act in (lambda: os.rename(path, path + "-x"), lambda: os.chmod(path, 0o777), lambda: os.unlink(path), lambda: os.mkdir(path + "/x"), lambda: os.utime(path)):
        try: act(); through.append(path)
        except OSError: pass
print("held" if not through else through)
