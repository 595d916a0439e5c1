# expect FileLimit
import os
number = 0
while True:
    try:
        number += 1
        with open(f"file-{number % 100}", "ab") as file: file.write(bytes(100_000))
    except OSError: pass
