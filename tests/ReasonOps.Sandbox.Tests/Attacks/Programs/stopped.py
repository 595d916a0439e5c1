# expect WallLimit
# limits wall=1
import os, signal
os.kill(os.getpid(), signal.SIGSTOP)
