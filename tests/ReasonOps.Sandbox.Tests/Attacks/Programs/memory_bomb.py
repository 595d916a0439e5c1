# expect MemoryLimit
blocks = []
while True: blocks.append(b"x" * 1000000 + bytes(len(blocks)))
