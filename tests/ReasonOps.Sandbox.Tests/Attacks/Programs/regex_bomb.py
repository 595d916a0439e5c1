# expect CpuLimit
# limits cpu=1 wall=20
import re
re.match(r"(a+)+$", "a" * 64 + "!")
