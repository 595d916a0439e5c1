# expect SecurityViolation
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
libc.setns(0, 0x20000000)
