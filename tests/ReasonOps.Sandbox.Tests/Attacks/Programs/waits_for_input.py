# expect WallLimit Exited
# limits wall=2
import sys, os
r, w = os.pipe()
sys.stdin.read()
os.read(r, 1)
