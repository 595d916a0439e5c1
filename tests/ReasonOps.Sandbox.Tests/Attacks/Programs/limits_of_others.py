# expect Exited
import os, resource
through = []
for pid in {1, os.getppid()} - {0}:
    for act in (lambda: resource.prlimit(pid, resource.RLIMIT_NOFILE, (0, 0)), lambda: os.sched_setaffinity(pid, {0}), lambda: os.setpriority(os.PRIO_PROCESS, pid, 19)):
        try: act(); through.append(pid)
        except OSError: pass
try: os.setpriority(os.PRIO_USER, 0, 19); through.append("all of this user")
except OSError: pass
print("held" if not through else through)
