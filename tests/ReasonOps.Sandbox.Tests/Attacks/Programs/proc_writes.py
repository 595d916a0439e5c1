# expect Exited
import glob
through = []
for path in ["/proc/sysrq-trigger", "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname", "/proc/sys/vm/overcommit_memory", "/proc/sys/net/ipv4/ip_forward",
             "/proc/1/oom_score_adj", "/proc/1/mem", "/proc/1/clear_refs", "/proc/self/uid_map", "/proc/self/gid_map", "/proc/irq/default_smp_affinity", "/proc/mtrr"]:
    try:
        with open(path, "w") as file: file.write("1")
        through.append(path)
    except OSError: pass
print("held" if not through else through)
