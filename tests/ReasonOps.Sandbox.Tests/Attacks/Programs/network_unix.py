# expect Exited
import os, socket
through = []
for path in ("/run/docker.sock", "/var/run/docker.sock", "/run/containerd/containerd.sock", "/run/systemd/notify", "/run/dbus/system_bus_socket", "/dev/log", "\0/tmp/.X11-unix/X0", "\0reasonops"):
    try:
        s = socket.socket(socket.AF_UNIX)
        s.connect(path)
        through.append(path)
    except OSError: pass
print("held" if not through else through)
