# expect Exited
through = []
for path in ("/proc/kcore", "/dev/mem", "/dev/kmem", "/dev/port", "/dev/kmsg", "/proc/kmsg", "/dev/sda", "/dev/vda", "/dev/loop-control", "/dev/fuse", "/dev/kvm", "/dev/net/tun", "/proc/kpageflags"):
    try: open(path, "rb").read(1); through.append(path)
    except OSError: pass
try:
    if any(not line.startswith("0000000000000000") for line in open("/proc/kallsyms")): through.append("addresses of the kernel")
except OSError: pass
print("held" if not through else through)
