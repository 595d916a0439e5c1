# expect WallLimit
# limits wall=1
import time
time.sleep(1000)
