# expect Exited
status = dict(line.split(":\t", 1) for line in open("/proc/self/status").read().splitlines() if ":\t" in line) if __import__("os").path.exists("/proc/self/status") else {}
wrong = {name: status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb", "CapBnd") if int(status.get(name, "0"), 16) != 0 and name != "CapBnd"}
if status and status["NoNewPrivs"].strip() != "1": wrong["NoNewPrivs"] = 0
if status and status["Seccomp"].strip() != "2": wrong["Seccomp"] = 0
print("held" if not wrong else wrong)
