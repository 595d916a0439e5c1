# expect Exited
import socket, urllib.request
through = []
for act in (lambda: socket.getaddrinfo("example.com", 80), lambda: urllib.request.urlopen("http://example.com", timeout=3), lambda: socket.create_connection(("169.254.169.254", 80), 2)):
    try: act(); through.append("a name was looked up")
    except OSError: pass
print("held" if not through else through)
