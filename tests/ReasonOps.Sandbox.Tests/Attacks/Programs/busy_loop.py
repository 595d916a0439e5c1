# expect CpuLimit
# limits cpu=1 wall=20
while True: pass
