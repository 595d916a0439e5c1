# The judge's end of the stream: runs the tests, with the program's functions called over the stream. Its verdict is on its
# own standard output, which the program has no way to.
import ast
import os
import sys
import types

ENTRY_POINT = sys.argv[1] if len(sys.argv) > 1 else None


def run(tests):
    tree = ast.parse(tests, "tests.py")
    free, modules = free_names(tree)
    found = of_program(sorted({*free, *([ENTRY_POINT] if ENTRY_POINT else [])}))
    if ENTRY_POINT and ENTRY_POINT not in found:
        raise NameError("the program has no %s" % ENTRY_POINT)
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    names = vars(module)
    names.update({name: __import__(name) for name in modules})
    names.update(found)
    try:
        exec(compile(tree, "tests.py", "exec"), names)
    except SystemExit as end:
        if end.code not in (None, 0, False):
            raise AssertionError("the tests ended with %s" % end.code) from None
    if ENTRY_POINT and callable(names.get("check")):
        names["check"](found[ENTRY_POINT])
    elif not calls:
        for name, test in list(names.items()):
            if name.startswith("test") and callable(test) and type(test) is not Handle:
                test()
    if not calls:
        raise UnfitTests("the tests never called the program")


def where(error, tests):
    """The line of the tests that an exception came through, and what the program was last asked."""
    lines = []
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == "tests.py":
            lines.append(step.tb_lineno)
        step = step.tb_next
    text = tests.splitlines()[lines[-1] - 1].strip() if lines else ""
    said = [text and "line %d of the tests: %s" % (lines[-1], text), last_call and "last call: %s" % last_call]
    return "\n".join(part for part in said if part)


def judge(tests):
    Tickets.judging = True
    try:
        first = receive(STREAM)
        if type(first) is not list or not first:
            raise Broken("sent what is no beginning")
        if first[0] == "unreadable":
            return "CompileError", str(first[-1])
        if first[0] == "raise":
            return "RuntimeError", raised(*first[1:]).of_program
        if first[0] != "ready":
            raise Broken("sent what is no beginning")
        run(tests)
        return unsound() or ("Accepted", "")
    except (Broken, UnfitTests):
        return unsound()
    except SyntaxError as error:
        return "UnfitTests", "the tests are no Python: %s (line %s)" % (error.msg, error.lineno)
    except BaseException as error:
        if unsound():
            return unsound()
        if hasattr(error, "of_program"):
            return "RuntimeError", error.of_program + "\n" + where(error, tests)
        words = "%s: %s" % (type(error).__name__, shown_error(error)) if not isinstance(error, AssertionError) else shown_error(error)
        return "WrongAnswer", "\n".join(part for part in (words, where(error, tests)) if part)


def unsound():
    """What went wrong with the stream or the tests themselves, also where a test went on after it."""
    for kind in (Broken, UnfitTests):
        if kind.first:
            return kind.__name__, str(kind.first)
    return None


def shown_error(error):
    try:
        return str(error)[:400]
    except Exception:
        return ""


def main():
    verdict_out = os.dup(1)
    os.dup2(2, 1)  # What tests print is no verdict.
    for name in ("program", "solution", "main"):
        sys.modules[name] = TheProgram(name)
    with open("tests.py", encoding="utf-8") as source:
        tests = source.read()
    verdict, message = judge(tests)
    os.write(verdict_out, json.dumps({"verdict": verdict, "message": message[:2000]}).encode())
    sys.stderr.flush()
    os._exit(0)


main()
