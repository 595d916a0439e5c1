# expect Exited
import os
through = []
own = {"PATH", "HOME", "LANG", "TMPDIR", "LC_CTYPE", "SHLVL", "PWD", "_", "OLDPWD"}
for pid in list(range(1, 400)) + [os.getppid()]:
    if pid in (os.getpid(), 0): continue
    for name in ("environ", "mem", "maps", "cwd", "root", "exe", "fd", "ns/pid", "auxv", "stack", "syscall"):
        path = f"/proc/{pid}/{name}"
        try:
            seen = os.readlink(path) if name in ("cwd", "root", "exe", "ns/pid") else os.listdir(path) if name == "fd" else open(path, "rb").read(10)
            if seen: through.append((path, seen))
        except OSError: pass
print("held" if not through else through)
