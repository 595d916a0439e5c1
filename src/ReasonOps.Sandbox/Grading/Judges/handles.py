# Of the judge's end: the program's objects as the tests hold them, and calls over the stream, both ways.
STREAM = 3

calls = 0
last_call = ""


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
