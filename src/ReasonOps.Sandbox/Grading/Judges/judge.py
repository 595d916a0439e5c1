# The judge's end of the stream: runs the tests, with the program's functions called over the stream. Its verdict is on its
# own standard output, which the program has no way to.
import ast
import builtins
import sys
import types

STREAM = 3
MOST_HELD = 100_000  # objects of the program's at once
ENTRY_POINT = sys.argv[1] if len(sys.argv) > 1 else None

calls = 0
last_call = ""
handles = {}
callables = []
errors = {}


class UnfitTests(BaseException):
    """The tests cannot be run, whatever the program is."""

    first = None

    def __init__(self, what):
        super().__init__(what)
        UnfitTests.first = UnfitTests.first or self


class Handle:
    """An object of the program's. It is equal to itself only, so that none can say that it is what was expected."""

    __slots__ = ("_number", "_type")

    def __call__(self, *args, **named):
        return request("call", self._number, args, named, self)

    def __getattr__(self, name):
        return operate("get", self, name)

    def __setattr__(self, name, value):
        operate("set", self, name, value)

    def __getitem__(self, key):
        return operate("item", self, key)

    def __setitem__(self, key, value):
        operate("put", self, key, value)

    def __delitem__(self, key):
        operate("drop", self, key)

    def __iter__(self):
        iterator = operate("iter", self)
        if type(iterator) is not Handle:
            return iter(iterator)
        return iter_by(iterator)

    def __next__(self):
        return operate("next", self)

    def __contains__(self, item):
        return any(item is one or item == one for one in self)

    def __len__(self):
        return only(int, operate("len", self))

    def __bool__(self):
        return only(bool, operate("bool", self))

    def __int__(self):
        return only(int, operate("int", self))

    def __float__(self):
        return only(float, operate("float", self))

    def __str__(self):
        return only(str, operate("str", self))

    def __repr__(self):
        return only(str, operate("repr", self))

    def __enter__(self):
        return operate("get", self, "__enter__")()

    def __exit__(self, *_):
        return operate("get", self, "__exit__")(None, None, None)

    def __await__(self):
        return operate("await", self)
        yield

    def __instancecheck__(self, instance):
        return type(instance) is Handle and only(bool, operate("instance", instance, self))

    def __subclasscheck__(self, kind):
        return type(kind) is Handle and only(bool, operate("subclass", kind, self))

    def __eq__(self, other):
        return self is other

    def __hash__(self):
        return self._number


def both_handles(name):
    """Of two objects of the program's to a third. Were there data on one side, a difference could always be what a test hopes for."""

    def apply(self, other):
        result = operate(name, self, other) if type(other) is Handle else NotImplemented
        return result if type(result) is Handle else NotImplemented

    return apply


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and_", "or_", "xor"):
    setattr(Handle, "__%s__" % _name.strip("_"), both_handles(_name))


def only(kind, value):
    if type(value) is not kind:
        raise TypeError("the program's object gave no %s" % kind.__name__)
    return value


def iter_by(iterator):
    while True:
        try:
            item = operate("next", iterator)
        except StopIteration:
            return
        yield item


def operate(name, *args):
    return request("operate", name, args, {})


def request(what, target, args, named, called=None):
    global calls, last_call
    calls += 1
    try:
        send(STREAM, [what, target, outgoing(list(args)), outgoing(named)])
    except OverflowError as error:
        raise UnfitTests("an argument of the tests cannot be sent: %s" % error) from None
    if called is not None:
        last_call = "%s(%s)" % (called._type, ", ".join(map(shown, args)))
    try:
        value, mutated = answer()
    except (StopIteration, StopAsyncIteration) as error:
        if target == "next":
            raise
        raise ended_early(error) from None
    for mine, theirs in zip(args, mutated):
        if theirs is not None:
            copy_back(mine, incoming(theirs))
    result = incoming(value)
    if called is not None:
        last_call += " gave " + shown(result)
    return result


def ended_early(error):
    """As map() and its like would take it for the end of their input, and the rest of a test would be left out."""
    instead = RuntimeError(*error.args)
    instead.of_program = error.of_program
    return instead


def answer():
    while True:
        try:
            what, *rest = receive(STREAM)
            if what == "ok":
                value, mutated = rest
                return value, list(mutated)
            if what == "raise":
                kinds, words, args, line = rest
                error = raised(kinds, words, args, line)
        except (TypeError, ValueError) as error:
            raise Broken("sent what is no answer: %s" % error) from None
        if what == "raise":
            raise error
        if what != "call":
            raise Broken("sent what is no answer")
        serve(rest)


def serve(rest):
    """The program calls a function that the tests gave it."""
    try:
        number, args, named = rest
        function, args, named = callables[number], incoming(args), incoming(named)
        if type(args) is not list or type(named) is not dict:
            raise Broken("sent a call without arguments")
    except (TypeError, ValueError, IndexError):
        raise Broken("sent a call of nothing") from None
    try:
        reply = ["ok", outgoing(function(*args, **named))]
    except Exception as error:
        reply = ["raise", type(error).__name__, str(error)]
    send(STREAM, reply)


def outgoing(value):
    return encode(value, by_number)


def by_number(value, deep):
    if type(value) is Handle:
        return ["yours", value._number]
    for kind in (int, float, str, bytes, list, dict, tuple, set, frozenset):
        if isinstance(value, kind):
            return encode(kind(value), by_number, deep)
    if callable(value):
        callables.append(value)
        return ["mine", len(callables) - 1]
    try:
        return encode(list(iter(value)), by_number, deep)
    except TypeError:
        raise UnfitTests("a %s cannot be given to the program" % type(value).__name__) from None


def incoming(data):
    return decode(data, not_plain)


def not_plain(mark, rest):
    if mark == "yours":
        return callables[rest[0]]
    if mark == "named":
        return named_kind(str(rest[0]), tuple(rest[1]))(*[incoming(item) for item in rest[2:]])
    if mark != "mine":
        raise Broken("sent what is no value")
    number, kind, name, ancestors = rest
    if type(number) is not int or type(name) is not str:
        raise Broken("sent what is no value")
    if kind == "coroutine":
        return later(held(number, name))
    return error_kind(ancestors) if ancestors else held(number, name)


async def later(handle):
    return operate("await", handle)


def held(number, name):
    if number not in handles:
        if len(handles) >= MOST_HELD:
            raise Broken("gave too many objects")
        handle = handles[number] = object.__new__(Handle)
        object.__setattr__(handle, "_number", number)
        object.__setattr__(handle, "_type", name)
    return handles[number]


named_kinds = {}


def named_kind(name, fields):
    import collections
    if len(named_kinds) > 1000 or len(fields) > 1000:
        raise Broken("gave too many types")
    if (name, fields) not in named_kinds:
        named_kinds[name, fields] = collections.namedtuple(name, fields)
    return named_kinds[name, fields]


def error_kind(ancestors):
    """A builtin exception as itself; one of the program's own as a new type below its nearest builtin."""
    found = next((kind for kind in (vars(builtins).get(name) for name in ancestors)
                  if isinstance(kind, type) and issubclass(kind, Exception)), RuntimeError)
    name = ancestors[0]
    if found.__name__ == name or not isinstance(name, str):
        return found
    if len(errors) > 1000:
        raise Broken("gave too many types")
    if name not in errors:
        errors[name] = type(name, (found,), {"__str__": lambda self: self.words, "words": ""})
    return errors[name]


def raised(kinds, words, args, line):
    kind = error_kind(kinds)
    error = kind.__new__(kind)
    args = incoming(args)
    error.args = tuple(args) if type(args) is list else ()
    if "words" in vars(kind):
        error.words = str(words)
    error.of_program = "%s: %s%s" % (kinds[0], words, " (line %d of the program)" % line if type(line) is int else "")
    return error


def copy_back(mine, theirs):
    """Tests look at what a function did to its arguments."""
    if type(mine) is not type(theirs) or type(mine) not in (list, dict, set, bytearray):
        return
    if type(mine) is list:
        for index, (old, new) in enumerate(zip(mine, theirs)):
            if type(old) is type(new) and type(old) in (list, dict, set, bytearray):
                copy_back(old, new)
                theirs[index] = old
        mine[:] = theirs
    elif type(mine) is bytearray:
        mine[:] = theirs
    else:
        mine.clear()
        mine.update(theirs)


def shown(value):
    try:
        words = repr(value) if type(value) is not Handle else "<%s>" % value._type
    except Exception:
        words = "a value that cannot be shown"
    return words if len(words) <= 120 else words[:120] + "..."


class TheProgram(types.ModuleType):
    """For tests that import the program."""

    def __getattr__(self, name):
        found = of_program([name])
        if name not in found:
            raise AttributeError("the program has no %s" % name)
        return found[name]


def of_program(names):
    send(STREAM, ["names", names])
    value, _ = answer()
    found = incoming(value)
    if type(found) is not dict:
        raise Broken("sent no names")
    for name, value in found.items():
        if type(value) is Handle:
            object.__setattr__(value, "_type", str(name))
    return found


def free_names(tree):
    """What the tests use and do not define. Python's own names are theirs only where they use nothing else of the program's."""
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    defined = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    defined |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    defined |= {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))}
    defined |= {node.name for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.name}
    defined |= {(alias.asname or alias.name).split(".")[0]
                for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names}
    free = used - defined - {"__name__", "__file__"}
    own = {name for name in free if not hasattr(builtins, name)}
    modules = {name for name in own if name in sys.stdlib_module_names}
    return sorted(own - modules) or sorted(free - modules), modules


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
