# expect Exited
import os
print("held" if set(os.environ) <= {"PATH", "HOME", "LANG", "TMPDIR", "LC_CTYPE"} else dict(os.environ))
