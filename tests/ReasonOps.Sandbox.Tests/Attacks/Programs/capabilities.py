# expect Exited
try: status = dict(line.split(":\t", 1) for line in open("/proc/self/status").read().splitlines() if ":\t" in line)
except OSError: status = {}
wrong = {name: status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb") if int(status.get(name, "0"), 16) != 0}
if status and status["NoNewPrivs"].strip() != "1": wrong["NoNewPrivs"] = status["NoNewPrivs"]
if status and status["Seccomp"].strip() != "2": wrong["Seccomp"] = status["Seccomp"]
print("held" if not wrong else wrong)
