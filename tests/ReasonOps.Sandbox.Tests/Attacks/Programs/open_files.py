# expect Exited
kept = []
try:
    while len(kept) < 100_000: kept.append(open("/dev/null"))
    print("any number of open files")
except OSError: print("held")
