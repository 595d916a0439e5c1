# expect Exited
import resource
for what in (resource.RLIMIT_CPU, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE, resource.RLIMIT_DATA, resource.RLIMIT_CORE):
    soft, hard = resource.getrlimit(what)
    try:
        resource.setrlimit(what, (hard, hard + 1 if hard >= 0 else hard))
        print("a limit was raised", what)
        break
    except (ValueError, OSError): pass
else: print("held")
