# expect Exited
import os
count = 0
try:
    while count < 100_000:
        ends = os.pipe()
        os.set_blocking(ends[1], False)
        try: os.write(ends[1], bytes(65536))
        except BlockingIOError: pass
        count += 1
    print("any number of pipes")
except OSError: print("held")
