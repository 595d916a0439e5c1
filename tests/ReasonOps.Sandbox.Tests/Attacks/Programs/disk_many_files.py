# expect FileLimit
number = 0
while True:
    number += 1
    try: open(f"empty-{number}", "w").close()
    except OSError: pass
