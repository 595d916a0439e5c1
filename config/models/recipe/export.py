"""Writes a model folder that the engine loads: `export.py OUT (--weights IN.pt | --random SIZE)`.

The graph runs one step over a flat batch of R query tokens, whatever mix of prompts and chains they come from.
Keys and values live in a paged pool, one tensor a layer and kind, [kv heads, blocks, block, head size], which the
graph updates in place (the caller binds the same buffer as input and output). Every query attends to two sets of
blocks at once, in one softmax:

  shared  one list of blocks for all queries; a mask says who sees which token. A prompt that n chains share is
          read once for all of them, as one matrix product (Hydragen, Juravsky et al. 2024).
  own     a table of blocks for each query.

Prefill is the same graph: a prompt's tokens are the queries, its blocks are `shared`, the mask is causal.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

import tokens

BLOCK = 16
RANDOM_SIZES = {
    # about 25 million parameters, for benchmarks
    "25m": dict(layers=8, width=512, heads=8, key_value_heads=4, hidden=1408, context=4096),
}


class Graph:
    """Nodes and constants in the order they are added; every call returns the name of its output."""

    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, operator: str, *inputs: str, name: str, outputs: int = 1, **attributes):
        names = [name] if outputs == 1 else [f"{name}.{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(operator, list(inputs), names, name=name, **attributes))
        return names[0] if outputs == 1 else names


class Layers(Graph):
    """The parts of a Llama that every graph of one has."""

    def __init__(self, shape: dict, weights: dict[str, np.ndarray]):
        super().__init__()
        self.shape, self.weights = shape, weights
        self.two = self.constant("two", np.array(2, dtype=np.float32))
        self.epsilon = self.constant("epsilon", np.array(shape["epsilon"], dtype=np.float32))

    def weight(self, name: str) -> str:
        return self.constant(name, self.weights[name].astype(np.float32))

    def normal(self, x: str, name: str) -> str:
        # In the shape that ONNX Runtime fuses into one kernel.
        mean = self.add("ReduceMean", self.add("Pow", x, self.two, name=f"{name}.square"), name=f"{name}.mean", axes=[-1], keepdims=1)
        root = self.add("Sqrt", self.add("Add", mean, self.epsilon, name=f"{name}.variance"), name=f"{name}.root")
        return self.add("Mul", self.add("Div", x, root, name=f"{name}.unit"), self.weight(name), name=f"{name}.out")

    def linear(self, x: str, *names: str) -> str:
        # Several projections of one input are one matrix product; PyTorch keeps them transposed.
        name = "+".join(names)
        joined = self.constant(name, np.concatenate([self.weights[n] for n in names]).T.astype(np.float32))
        return self.add("MatMul", x, joined, name=f"{name}.out")

    def rotate(self, x: str, name: str, cos: str, sin: str, halves: str) -> str:
        a, b = self.add("Split", x, halves, name=f"{name}.half", outputs=2, axis=-1)
        times = lambda left, right, part: self.add("Mul", left, right, name=f"{name}.{part}")
        left = self.add("Sub", times(a, cos, "ac"), times(b, sin, "bs"), name=f"{name}.left")
        right = self.add("Add", times(b, cos, "bc"), times(a, sin, "as"), name=f"{name}.right")
        return self.add("Concat", left, right, name=f"{name}.rotated", axis=-1)

    def feed(self, x: str, p: str, gate_up: str) -> str:
        h = self.linear(self.normal(x, f"{p}.feed_norm.weight"), f"{p}.gate.weight", f"{p}.up.weight")
        gate, up = self.add("Split", h, gate_up, name=f"{p}.gate_up", outputs=2, axis=-1)
        silu = self.add("Mul", gate, self.add("Sigmoid", gate, name=f"{p}.sigmoid"), name=f"{p}.silu")
        return self.add("Add", x, self.linear(self.add("Mul", silu, up, name=f"{p}.fed"), f"{p}.down.weight"), name=f"{p}.out")


def build(shape: dict, weights: dict[str, np.ndarray]):
    layers, heads, groups = shape["layers"], shape["heads"], shape["key_value_heads"]
    size = shape["width"] // heads
    per_group = heads // groups
    g = Layers(shape, weights)
    integers = lambda name, *values: g.constant(name, np.array(values, dtype=np.int64))

    scale = g.constant("scale", np.array(size ** -0.5, dtype=np.float32))
    rows_heads = integers("rows_heads", -1, heads + 2 * groups, size)
    rotated_values = integers("rotated_values", heads + groups, groups)
    queries_keys = integers("queries_keys", heads, groups)
    halves = integers("halves", size // 2, size // 2)
    grouped = integers("grouped", -1, groups, per_group, size)
    flat_queries = integers("flat_queries", groups, -1, size)
    own_keys = integers("own_keys", 0, 0, -1, size)
    shared_keys = integers("shared_keys", 0, -1, size)
    by_row = integers("by_row", groups, -1, per_group, size)
    rows_width = integers("rows_width", -1, shape["width"])
    gate_up = integers("gate_up", shape["hidden"], shape["hidden"])
    one = integers("one", 1)

    cos, sin = rotary_table(shape, size)
    cos = g.add("Unsqueeze", g.add("Gather", g.constant("cos", cos), "positions", name="cos_rows"), one, name="cos_heads")
    sin = g.add("Unsqueeze", g.add("Gather", g.constant("sin", sin), "positions", name="sin_rows"), one, name="sin_heads")
    own_mask = g.add("Unsqueeze", "own_mask", one, name="own_mask_heads")
    shared_mask = g.add("Unsqueeze", "shared_mask", one, name="shared_mask_heads")

    def attention(x: str, layer: int) -> str:
        p = f"layers.{layer}.attention"
        add = lambda operator, *inputs, name, **rest: g.add(operator, *inputs, name=f"{p}.{name}", **rest)
        qkv = add("Reshape", g.linear(x, f"{p}.query.weight", f"{p}.key.weight", f"{p}.value.weight"), rows_heads, name="qkv")
        qk, values = add("Split", qkv, rotated_values, name="qk_v", outputs=2, axis=1)
        queries, keys = add("Split", g.rotate(qk, p, cos, sin, halves), queries_keys, name="q_k", outputs=2, axis=1)
        keys = g.add("ScatterND", f"keys.{layer}", "slots", keys, name=f"keys.{layer}.next")
        values = g.add("ScatterND", f"values.{layer}", "slots", values, name=f"values.{layer}.next")

        own_k = add("Reshape", add("Gather", keys, "own_blocks", name="own_k_blocks", axis=1), own_keys, name="own_k")
        own_v = add("Reshape", add("Gather", values, "own_blocks", name="own_v_blocks", axis=1), own_keys, name="own_v")
        shared_k = add("Reshape", add("Gather", keys, "shared_blocks", name="shared_k_blocks", axis=1), shared_keys, name="shared_k")
        shared_v = add("Reshape", add("Gather", values, "shared_blocks", name="shared_v_blocks", axis=1), shared_keys, name="shared_v")

        queries = add("Mul", add("Reshape", queries, grouped, name="queries"), scale, name="scaled")
        queries = add("Transpose", queries, name="by_group", perm=[1, 0, 2, 3])            # [groups, R, per group, size]
        own_t = add("Transpose", own_k, name="own_kt", perm=[0, 1, 3, 2])
        own = add("Add", add("MatMul", queries, own_t, name="own_scores"), own_mask, name="own_masked")
        shared_t = add("Transpose", shared_k, name="shared_kt", perm=[0, 2, 1])
        flat = add("MatMul", add("Reshape", queries, flat_queries, name="flat"), shared_t, name="shared_flat")
        shared = add("Reshape", flat, shared_scores_shape, name="shared_scores")
        shared = add("Add", shared, shared_mask, name="shared_masked")

        weights = add("Softmax", add("Concat", shared, own, name="scores", axis=-1), name="weights", axis=-1)
        shared_w, own_w = add("Split", weights, "shared_own", name="shared_own_w", outputs=2, axis=-1)
        own_sum = add("MatMul", own_w, own_v, name="own_sum")
        shared_w = add("Reshape", shared_w, shared_weights_shape, name="shared_w")
        shared_sum = add("Reshape", add("MatMul", shared_w, shared_v, name="shared_flat_sum"), by_row, name="shared_sum")
        total = add("Transpose", add("Add", own_sum, shared_sum, name="sum"), name="by_token", perm=[1, 0, 2, 3])
        return g.linear(add("Reshape", total, rows_width, name="joined"), f"{p}.output.weight")

    # A shape may leave one dimension open; where rows and shared tokens both vary, the latter is given.
    shared_count = g.add("Slice", "shared_own", integers("from0", 0), one, name="shared_count")
    shared_scores_shape = g.add("Concat", integers("scores_head", groups, -1, per_group), shared_count, name="scores_shape", axis=0)
    shared_weights_shape = g.add("Concat", integers("weights_head", groups, -1), shared_count, name="weights_shape", axis=0)

    embedding = g.weight("embedding.weight")
    x = g.add("Gather", embedding, "tokens", name="embedded")
    for layer in range(layers):
        p = f"layers.{layer}"
        x = g.add("Add", x, attention(g.normal(x, f"{p}.attention_norm.weight"), layer), name=f"{p}.attended")
        x = g.feed(x, p, gate_up)
    x = g.normal(g.add("Gather", x, "sampled", name="sampled_rows"), "norm.weight")
    g.add("MatMul", x, g.constant("unembedding", weights["embedding.weight"].T.astype(np.float32)), name="logits")
    return helper.make_model(helper.make_graph(
        g.nodes, "decoder", inputs(layers, groups, size), outputs(layers, groups, size, shape["vocabulary"]), g.constants),
        opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="reasonops")


def inputs(layers: int, groups: int, size: int):
    integer = lambda name, *dims: helper.make_tensor_value_info(name, TensorProto.INT64, dims)
    real = lambda name, *dims: helper.make_tensor_value_info(name, TensorProto.FLOAT, dims)
    pools = [real(f"{kind}.{i}", groups, "blocks", BLOCK, size) for i in range(layers) for kind in ("keys", "values")]
    return [
        integer("tokens", "rows"), integer("positions", "rows"),
        integer("slots", "rows", groups, 3),                                   # where each token's key goes: kv head, block, offset
        integer("own_blocks", "rows", "own_blocks_a_row"), real("own_mask", "rows", "own_tokens"),
        integer("shared_blocks", "shared_blocks_in_all"), real("shared_mask", "rows", "shared_tokens"),
        integer("shared_own", 2),                                              # counts of shared tokens, own tokens
        integer("sampled", "sampled_rows"),                                    # rows whose logits are wanted
        *pools]


def outputs(layers: int, groups: int, size: int, vocabulary: int):
    real = lambda name, *dims: helper.make_tensor_value_info(name, TensorProto.FLOAT, dims)
    pools = [real(f"{kind}.{i}.next", groups, "blocks", BLOCK, size) for i in range(layers) for kind in ("keys", "values")]
    return [real("logits", "sampled_rows", vocabulary), *pools]


def rotary_table(shape: dict, size: int) -> tuple[np.ndarray, np.ndarray]:
    frequencies = shape["rope_base"] ** (-np.arange(size // 2) / (size // 2))
    angles = np.outer(np.arange(shape["context"]), frequencies)
    return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)


def random_weights(shape: dict) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    width, hidden, size = shape["width"], shape["hidden"], shape["width"] // shape["heads"]
    matrix = lambda rows, columns: rng.standard_normal((rows, columns), dtype=np.float32) * columns ** -0.5
    weights = {"embedding.weight": matrix(shape["vocabulary"], width), "norm.weight": np.ones(width)}
    for i in range(shape["layers"]):
        p = f"layers.{i}"
        weights |= {
            f"{p}.attention_norm.weight": np.ones(width), f"{p}.feed_norm.weight": np.ones(width),
            f"{p}.attention.query.weight": matrix(shape["heads"] * size, width),
            f"{p}.attention.key.weight": matrix(shape["key_value_heads"] * size, width),
            f"{p}.attention.value.weight": matrix(shape["key_value_heads"] * size, width),
            f"{p}.attention.output.weight": matrix(width, width),
            f"{p}.gate.weight": matrix(hidden, width), f"{p}.up.weight": matrix(hidden, width),
            f"{p}.down.weight": matrix(width, hidden)}
    return weights


def write(folder: Path, shape: dict, weights: dict[str, np.ndarray]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    model = build(shape, weights)
    checker.check_model(model)
    save(model, str(folder / "model.onnx"))
    described = {
        "architecture": "llama", "parameters": int(sum(w.size for w in weights.values())),
        "vocabulary": shape["vocabulary"], "layers": shape["layers"], "attentionHeads": shape["heads"],
        "keyValueHeads": shape["key_value_heads"], "headSize": shape["width"] // shape["heads"],
        "context": shape["context"], "blockSize": BLOCK,
        "chat": {"prompt": "{user}", "endOfThinking": "#", "endOfAnswer": "$"}}
    (folder / "config.json").write_text(json.dumps(described, indent=2) + "\n")
    tokenizer = {"kind": "characters", "alphabet": tokens.ALPHABET, "never": ["_"]}
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, indent=2) + "\n")


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("out", type=Path)
    source = arguments.add_mutually_exclusive_group(required=True)
    source.add_argument("--weights")
    source.add_argument("--random", choices=RANDOM_SIZES)
    options = arguments.parse_args()
    if options.weights:
        import torch  # needed for trained weights only: a random model is made without it
        saved = torch.load(options.weights)
        write(options.out, saved["shape"], {name: w.numpy() for name, w in saved["weights"].items()})
    else:
        shape = dict(vocabulary=len(tokens.ALPHABET), rope_base=10000.0, epsilon=1e-5) | RANDOM_SIZES[options.random]
        write(options.out, shape, random_weights(shape))


if __name__ == "__main__":
    main()
