# expect MemoryLimit
import zlib
small = zlib.compress(bytes(50_000_000), 9)
kept = []
while True: kept.append(zlib.decompress(small))
