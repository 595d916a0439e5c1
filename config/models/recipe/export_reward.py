"""Writes the folder that a scorer loads: `export_reward.py OUT REWARD.pt [--golden FILE --model MODEL]`.

The graph reads whole texts side by side, [rows, length] tokens with padding behind, and gives the rewards at the places asked for
(row * length + position): [places, 2], outcome and process, 0 to 1. Nothing is cached: a chain is scored once.
`--golden` also writes chains of held-out problems with the figures that PyTorch has for them, which the tests hold the engine to.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from onnx import TensorProto, checker, helper, save

import tokens
from export import Layers, rotary_table
from model import RewardModel

REWARDS = ["outcome", "process"]


def build(shape: dict, weights: dict[str, np.ndarray], head: np.ndarray, bias: np.ndarray):
    heads, groups = shape["heads"], shape["key_value_heads"]
    size, per_group = shape["width"] // heads, heads // groups
    g = Layers(shape, weights)
    integers = lambda name, *values: g.constant(name, np.array(values, dtype=np.int64))
    scale = g.constant("scale", np.array(size ** -0.5, dtype=np.float32))
    all_heads = integers("all_heads", 0, 0, heads + 2 * groups, size)
    rotated_values = integers("rotated_values", heads + groups, groups)
    queries_keys = integers("queries_keys", heads, groups)
    halves = integers("halves", size // 2, size // 2)
    grouped = integers("grouped", 0, 0, groups, per_group, size)
    single = integers("single", 0, 0, groups, 1, size)
    joined = integers("joined", 0, 0, shape["width"])
    gate_up = integers("gate_up", shape["hidden"], shape["hidden"])
    flat = integers("flat", -1, shape["width"] + RewardModel.FEATURES)
    zero, one, two = integers("from0", 0), integers("one", 1), integers("to2", 2)

    length = g.add("Slice", g.add("Shape", "tokens", name="shape"), one, two, name="length")
    cos, sin = rotary_table(shape, size)
    cos = g.add("Unsqueeze", g.add("Slice", g.constant("cos", cos), zero, length, zero, name="cos_rows"), one, name="cos_heads")
    sin = g.add("Unsqueeze", g.add("Slice", g.constant("sin", sin), zero, length, zero, name="sin_rows"), one, name="sin_heads")
    # No token looks at one behind it.
    nothing = helper.make_tensor("nothing", TensorProto.FLOAT, [1], [float("-inf")])
    square = g.add("ConstantOfShape", g.add("Concat", length, length, name="length_twice", axis=0), name="unseen", value=nothing)
    mask = g.add("Trilu", square, g.constant("above", np.array(1, dtype=np.int64)), name="mask", upper=1)

    def attention(x: str, p: str) -> str:
        add = lambda operator, *inputs, name, **rest: g.add(operator, *inputs, name=f"{p}.{name}", **rest)
        qkv = add("Reshape", g.linear(x, f"{p}.query.weight", f"{p}.key.weight", f"{p}.value.weight"), all_heads, name="qkv")
        qk, values = add("Split", qkv, rotated_values, name="qk_v", outputs=2, axis=2)
        queries, keys = add("Split", g.rotate(qk, p, cos, sin, halves), queries_keys, name="q_k", outputs=2, axis=2)
        by_group = lambda t, form, name, perm: add("Transpose", add("Reshape", t, form, name=f"{name}.grouped"), name=name, perm=perm)
        queries = by_group(add("Mul", queries, scale, name="scaled"), grouped, "queries", [0, 2, 3, 1, 4])
        keys = by_group(keys, single, "keys", [0, 2, 3, 4, 1])
        values = by_group(values, single, "values", [0, 2, 3, 1, 4])
        scores = add("Add", add("MatMul", queries, keys, name="scores"), mask, name="masked")
        total = add("MatMul", add("Softmax", scores, name="weights", axis=-1), values, name="sum")
        total = add("Transpose", total, name="by_token", perm=[0, 3, 1, 2, 4])
        return g.linear(add("Reshape", total, joined, name="joined"), f"{p}.output.weight")

    x = g.add("Gather", g.weight("embedding.weight"), "tokens", name="embedded")
    for layer in range(shape["layers"]):
        p = f"layers.{layer}"
        x = g.add("Add", x, attention(g.normal(x, f"{p}.attention_norm.weight"), f"{p}.attention"), name=f"{p}.attended")
        x = g.feed(x, p, gate_up)
    x = g.normal(x, "norm.weight")
    features = g.add("Concat", x, likelihood(g, x, weights, mask, zero, one), name="features", axis=-1)
    wanted = g.add("Gather", g.add("Reshape", features, flat, name="all_tokens"), "places", name="wanted")
    logits = g.add("MatMul", wanted, g.constant("head", head.T.astype(np.float32)), name="head.out")
    g.add("Sigmoid", g.add("Add", logits, g.constant("head.bias", bias.astype(np.float32)), name="logits"), name="rewards")
    value = helper.make_tensor_value_info
    return helper.make_model(helper.make_graph(
        g.nodes, "reward",
        [value("tokens", TensorProto.INT64, ["rows", "length"]), value("places", TensorProto.INT64, ["places"])],
        [value("rewards", TensorProto.FLOAT, ["places", len(REWARDS)])], g.constants),
        opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="reasonops")


def likelihood(g: Layers, hidden: str, weights: dict[str, np.ndarray], mask: str, zero: str, one: str) -> str:
    """How likely the decoder finds the chain so far, [rows, length, 3]: as `RewardModel.forward` has it."""
    number = lambda name, value: g.constant(name, np.array(value, dtype=np.float32))
    two = g.constant("axis2", np.array([2], dtype=np.int64))
    last, least = (g.constant(name, np.array([value], dtype=np.int64)) for name, value in (("to_last", -1), ("to_end", 2 ** 31)))
    axis, unsqueeze = g.constant("along", np.array(1, dtype=np.int64)), lambda x, name: g.add("Unsqueeze", x, two, name=name)
    unembedding = g.constant("unembedding", weights["embedding.weight"].T.astype(np.float32))
    logits = g.add("MatMul", g.add("Slice", hidden, zero, last, one, name="before"), unembedding, name="next")
    following = unsqueeze(g.add("Slice", "tokens", one, least, one, name="following"), "following.column")
    drawn = g.add("GatherElements", g.add("LogSoftmax", logits, name="next.log", axis=-1), following, name="drawn", axis=2)
    first = g.add("Mul", g.add("Cast", g.add("Slice", "tokens", zero, one, one, name="first"), name="first.real", to=TensorProto.FLOAT), number("none", 0), name="first.zero")
    likely = g.add("Concat", first, g.add("Squeeze", drawn, two, name="drawn.row"), name="likely.all", axis=1)

    sign = g.add("Equal", "tokens", g.constant("equals", np.array(tokens.EQUALS, dtype=np.int64)), name="sign")
    signs = g.add("CumSum", g.add("Cast", sign, name="sign.real", to=TensorProto.FLOAT), axis, name="signs.before", exclusive=1)
    said = g.add("Cast", g.add("Greater", signs, number("no_sign", 0), name="said.true"), name="said", to=TensorProto.FLOAT)
    likely = g.add("Mul", likely, said, name="likely")
    total = g.add("CumSum", likely, axis, name="total")
    count = g.add("Max", g.add("CumSum", said, axis, name="count.all"), number("at_least", 1), name="count")
    ahead = g.add("Neg", mask, name="ahead")  # what is behind a token is above any minimum
    seen = g.add("Add", g.add("Unsqueeze", likely, one, name="likely.row"), ahead, name="likely.seen")
    lowest = g.add("ReduceMin", seen, name="lowest", axes=[-1], keepdims=0)
    mean = g.add("Mul", g.add("Div", total, count, name="mean"), number("ten", 10), name="mean.scaled")
    return g.add(
        "Concat", unsqueeze(g.add("Mul", total, number("half", 0.5), name="total.scaled"), "total.column"),
        unsqueeze(mean, "mean.column"), unsqueeze(lowest, "lowest.column"), name="likelihood", axis=-1)


def write(folder: Path, shape: dict, weights: dict[str, np.ndarray]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    decoder = {name.removeprefix("decoder."): w for name, w in weights.items() if name.startswith("decoder.")}
    model = build(shape, decoder, weights["head.weight"], weights["head.bias"])
    checker.check_model(model)
    save(model, str(folder / "model.onnx"))
    described = {
        "architecture": "llama-reward", "parameters": int(sum(w.size for w in weights.values())),
        "vocabulary": shape["vocabulary"], "context": shape["context"], "rewards": REWARDS, "stepEnd": ";",
        "chat": {"prompt": "{user}", "endOfThinking": "#", "endOfAnswer": "$"}}
    (folder / "config.json").write_text(json.dumps(described, indent=2) + "\n")
    tokenizer = {"kind": "characters", "alphabet": tokens.ALPHABET, "never": ["_"]}
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, indent=2) + "\n")


def golden(reward: str, model: Path, file: Path, seed: int = 11) -> None:
    """Four chains of each of some held-out problems, one a line."""
    import chains
    import problems
    from label import right
    from measure_reward import judge, load

    sampler, judging = chains.Sampler(chains.load(model), seed), load(reward)
    with file.open("w") as out:
        for problem in [p for level in (4, 5, 6) for p in problems.held_out(level, 12)]:
            texts = sampler.complete([problem.prompt], 4)[0]
            for text, (outcome, steps) in zip(texts, judge(judging, problem.prompt, texts)):
                reasoning, _, content = text.rstrip("$").partition("#")
                out.write(json.dumps({
                    "prompt": problem.prompt, "reasoning": reasoning, "content": content, "right": right(text, str(problem.answer)),
                    "outcome": round(outcome, 6), "process": [round(step, 6) for step in steps]}) + "\n")


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("out", type=Path)
    arguments.add_argument("reward")
    arguments.add_argument("--golden", type=Path)
    arguments.add_argument("--model", type=Path, default=Path("../arithmetic"))
    options = arguments.parse_args()
    saved = torch.load(options.reward)
    write(options.out, saved["shape"], {name: w.numpy() for name, w in saved["weights"].items()})
    if options.golden:
        golden(options.reward, options.model, options.golden)


if __name__ == "__main__":
    main()
