"""A prepared Python: loads what scripts commonly import, then becomes a new process for each script (see jail.h)."""
import atexit, bisect, cmath, collections, copy, ctypes, dataclasses, datetime, decimal, enum, fractions, functools, gc, heapq
import importlib.machinery, io
import itertools, json, math, operator, os, random, re, signal, statistics, string, sys, textwrap, threading, time, traceback, types, typing


INTERRUPTED = -2


class Script(ctypes.Structure):
    _fields_ = [("argc", ctypes.c_int), ("argv", ctypes.POINTER(ctypes.c_char_p)), ("envp", ctypes.POINTER(ctypes.c_char_p))]


def open_stream(number, mode, name, errors, line):
    raw = io.FileIO(number, mode, closefd=False)
    raw.name = name
    buffer = io.BufferedReader(raw) if mode == "r" else io.BufferedWriter(raw)
    text = io.TextIOWrapper(buffer, "utf-8", errors, newline=None if mode == "r" else "\n", line_buffering=line)
    text.mode = mode
    return text


def open_streams():
    """A run's streams are pipes, which these remember of theirs; so each is opened on one, and finds the run's in its place later."""
    log = os.dup(2)
    ends = os.pipe()
    for number in range(3):
        os.dup2(ends[number > 0], number)
    streams = (open_stream(0, "r", "<stdin>", "surrogateescape", False), open_stream(1, "w", "<stdout>", "surrogateescape", False),
               open_stream(2, "w", "<stderr>", "backslashreplace", True))
    os.dup2(log, 2)
    for end in (log, *ends):
        os.close(end)
    return streams


def new_main():
    main = types.ModuleType("__main__")
    main.__builtins__ = sys.modules["builtins"]
    main.__cached__ = None
    main.__annotations__ = {}
    return main


def enter(script, main):
    """From the zygote to what python3 has when its script begins."""
    arguments = [os.fsdecode(script.argv[i]) for i in range(script.argc)]
    given, index = [], 0
    while script.envp[index] is not None:
        given.append(os.fsdecode(script.envp[index]).partition("="))
        index += 1
    os.environ.clear()  # Python's view and libc's at once, so only after libc's has been read
    for name, _, value in given:
        os.environ[name] = value
    sys.argv = sys.orig_argv = arguments
    sys.path[0] = os.path.dirname(os.path.join(os.getcwd(), arguments[0]))
    main.__file__ = os.path.abspath(arguments[0])
    main.__loader__ = importlib.machinery.SourceFileLoader("__main__", main.__file__)
    return main.__file__, main.__dict__


def run(path, space):
    try:
        try:
            with io.open_code(path) as file:
                source = file.read()
        except OSError as missing:
            sys.stderr.write(f"python3: can't open file '{path}': [Errno {missing.errno}] {missing.strerror}\n")
            return 2
        exec(compile(source, path, "exec", dont_inherit=True), space)
        return 0
    except SystemExit as exit:
        if exit.code is None or isinstance(exit.code, int):
            return exit.code or 0
        sys.stderr.write(f"{exit.code}\n")
        return 1
    except BaseException as error:
        # This file's frame is not the script's business.
        error.__traceback__ = error.__traceback__.tb_next
        sys.excepthook(type(error), error, error.__traceback__)
        return INTERRUPTED if isinstance(error, KeyboardInterrupt) else 1


def end(code, space):
    """As the interpreter ends, without taking down what only the zygote had built up."""
    try:
        threading._shutdown()
        atexit._run_exitfuncs()
        space.clear()
        gc.collect(0)
        for stream in (sys.stdout, sys.stderr):
            if stream is not None and not stream.closed:
                stream.flush()
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
        code = code or 120
    if code == INTERRUPTED:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    os._exit(code & 255)


def rehearse():
    """What each script will write to anyway is copied now (pages are shared with the zygote until then)."""
    space = {"__name__": "rehearsal"}
    exec(compile("def f(x):\n    return [x, str(x), {x: 1.5}]\nfor x in range(3): f(x)\nprint(end='')\n", "rehearsal", "exec"), space)
    with io.open_code(os.devnull) as file:
        file.read()
    os.environ["TMPDIR"] = os.path.abspath(os.getcwd())
    space.clear()
    gc.collect(0)


library = ctypes.PyDLL(os.path.join(os.path.dirname(os.path.abspath(__file__)), "libjail.so"))
library.jail_wait.restype = None
library.jail_begin.restype = ctypes.POINTER(Script)
sys.stdin, sys.stdout, sys.stderr = sys.__stdin__, sys.__stdout__, sys.__stderr__ = open_streams()
main = sys.modules["__main__"] = new_main()
compile("pass", "<warm>", "exec")
sys.dont_write_bytecode = True
gc.collect()
gc.freeze()
ctypes.pythonapi.PyOS_BeforeFork()
library.jail_wait()
ctypes.pythonapi.PyOS_AfterFork_Child()
random.seed()
rehearse()
path, space = enter(library.jail_begin().contents, main)
end(run(path, space), space)
