# expect Exited
import os
through = []
for path in ("/sys/fs/cgroup/cgroup.procs", "/sys/fs/cgroup/memory/cgroup.procs", "/sys/fs/cgroup/pids/tasks", "/sys/fs/cgroup/memory/release_agent"):
    try: open(path, "w").write("0"); through.append(path)
    except OSError: pass
print("held" if not through else through)
