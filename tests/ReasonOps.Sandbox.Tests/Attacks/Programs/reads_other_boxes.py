# expect Exited
import os
through = []
box = os.getcwd()
for path in ("..", "../..", "/tmp/..", os.path.dirname(box), os.path.dirname(os.path.dirname(box))):
    if os.path.realpath(path) == "/" and box == "/box": continue # a root of its own
    try: os.listdir(path); through.append(path)
    except OSError: pass
print("held" if not through else through)
