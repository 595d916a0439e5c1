# expect Exited
import os
for name in (b"\n", b" ", b"-rf", b"*", b"\xff\xfe", b"a" * 255, b"..." , b"'\"$(reboot)"):
    os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
os.symlink("/etc", "link")
os.symlink("loop", "loop")
os.mkfifo("fifo")
print("held")
