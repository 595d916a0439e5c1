# expect Exited
import socket
through = []
for family, address in ((socket.AF_INET, ("1.1.1.1", 53)), (socket.AF_INET, ("127.0.0.1", 22)), (socket.AF_INET6, ("2606:4700:4700::1111", 53)), (socket.AF_INET6, ("::1", 22))):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            s = socket.socket(family, kind)
            s.settimeout(2)
            s.connect(address)
            through.append(address)
        except OSError: pass
print("held" if not through else through)
