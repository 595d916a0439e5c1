# Of the judge's end: what the tests name of the program.
import ast
import builtins
import sys
import types


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
