# expect CpuLimit MemoryLimit
# limits cpu=1 wall=20
print(len(str(9 ** 9 ** 9)))
