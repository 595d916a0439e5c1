# expect FileLimit Exited
import os
if not os.path.isdir("/dev/shm") or not os.access("/dev/shm", os.W_OK):
    print("held")
    raise SystemExit
try:
    while True:
        with open(f"/dev/shm/{os.urandom(8).hex()}", "wb") as file: file.write(bytes(1_000_000))
except PermissionError: print("held")
