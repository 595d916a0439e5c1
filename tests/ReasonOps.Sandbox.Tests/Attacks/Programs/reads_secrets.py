# expect Exited
import glob, os
through = []
for path in ("/etc/shadow", "/root/.bashrc", "/root", "/home", "/var/run/secrets/kubernetes.io/serviceaccount/token", "/run/secrets", "/etc/ssl/private",
             "/etc/hostname", "/etc/resolv.conf", "/etc/machine-id", "/var/log", "/boot", "/srv", "/mnt", "/work"):
    try: (os.listdir if os.path.isdir(path) else open)(path); through.append(path)
    except OSError: pass
print("held" if not through else through)
