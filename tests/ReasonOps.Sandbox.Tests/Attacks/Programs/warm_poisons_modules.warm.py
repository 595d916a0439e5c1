# expect Exited
import builtins, json, os, random, sys
builtins.print, kept = (lambda *words: None), builtins.print
json.dumps = lambda *_: "poisoned"
sys.modules["math"] = None
random.random = lambda: 4
os.environ["POISON"] = "1"
sys.path.insert(0, "/poison")
kept("held")
