# expect Exited
import socket
through = []
for family in (socket.AF_INET, socket.AF_INET6):
    try:
        s = socket.socket(family)
        s.bind(("", 0))
        s.listen()
        through.append(family)
    except OSError: pass
print("held" if not through else through)
