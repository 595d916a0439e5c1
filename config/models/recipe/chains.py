"""Samples chains from a trained model, many at once, with a cache of keys and values."""

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional as F

import tokens
from model import Decoder, Shape, rotate

LONGEST = 120  # tokens of prompt, thinking and answer together; what is not done by then is cut


def load(folder: Path) -> Decoder:
    """The decoder of an exported model folder: `export.py` joins projections of one input and transposes all."""
    model = Decoder(Shape(vocabulary=len(tokens.ALPHABET)))
    weights = model.state_dict()
    for constant in onnx.load(str(folder / "model.onnx")).graph.initializer:
        names = [name for name in constant.name.split("+") if name in weights]
        if not names:
            continue
        value = torch.tensor(numpy_helper.to_array(constant))
        value = value if names[0] == "embedding.weight" or value.ndim == 1 else value.T
        for name, part in zip(names, value.split([len(weights[name]) for name in names])):
            weights[name] = part
    model.load_state_dict(weights)
    return model.eval()


class Sampler:
    def __init__(self, model: Decoder, seed: int):
        self.model, self.shape = model, model.shape
        self.generator = torch.Generator().manual_seed(seed)

    @torch.inference_mode()
    def complete(self, prefixes: list[str], count: int, temperature: float = 1.0) -> list[list[str]]:
        """`count` texts for each prefix that go on from it, to the end of the answer where they come to one."""
        rows = [tokens.encode(prefix) for prefix in prefixes]
        lengths = torch.tensor([len(row) for row in rows])
        padded = torch.tensor([row + [tokens.PAD] * (int(lengths.max()) - len(row)) for row in rows])
        s = self.shape
        empty = lambda: torch.zeros(len(rows), s.key_value_heads, LONGEST, s.head_size)
        cache = [(empty(), empty()) for _ in self.model.layers]
        positions = torch.arange(padded.shape[1]).expand(padded.shape)
        hidden = self._forward(padded, positions, cache)[torch.arange(len(rows)), lengths - 1]

        cache = [(k.repeat_interleave(count, 0), v.repeat_interleave(count, 0)) for k, v in cache]
        hidden, at = hidden.repeat_interleave(count, 0), lengths.repeat_interleave(count)
        texts, row_of, going = [[] for _ in at], torch.arange(len(at)), torch.ones(len(at), dtype=torch.bool)
        while True:
            drawn = self._draw(hidden, temperature)
            for row, token in zip(row_of[going].tolist(), drawn[going].tolist()):
                texts[row].append(token)
            going &= (drawn != tokens.END) & (at + 1 < LONGEST)
            if not going.any():
                break
            if going.float().mean() < 0.8:  # what has ended is left where it is for a while: moving a cache costs too
                row_of, drawn, at = row_of[going], drawn[going], at[going]
                cache = [(k[going], v[going]) for k, v in cache]
                going = torch.ones(len(at), dtype=torch.bool)
            hidden = self._forward(drawn[:, None], at[:, None], cache)[:, 0]
            at = (at + 1).clamp_max(LONGEST - 1)
        written = [tokens.decode(text) for text in texts]
        return [written[i * count:(i + 1) * count] for i in range(len(prefixes))]

    def _draw(self, hidden: torch.Tensor, temperature: float) -> torch.Tensor:
        logits = F.linear(hidden, self.model.embedding.weight) / temperature
        logits[:, tokens.PAD] = float("-inf")
        noise = torch.rand(logits.shape, generator=self.generator).clamp_min(1e-20)
        return (logits - (-noise.log()).log()).argmax(-1)  # Gumbel's way to draw from a softmax

    def _forward(self, ids: torch.Tensor, positions: torch.Tensor, cache) -> torch.Tensor:
        """The last hidden state of new tokens [rows, new] at their positions; their keys and values join the cache."""
        s, (rows, new) = self.shape, ids.shape
        seen = int(positions.max()) + 1
        mask = torch.zeros(rows, 1, new, seen).masked_fill_((torch.arange(seen) > positions[:, :, None])[:, None], float("-inf"))
        cos, sin = self.model.cos[positions][:, None], self.model.sin[positions][:, None]
        at = positions[:, None, :, None].expand(rows, s.key_value_heads, new, s.head_size)
        x = self.model.embedding(ids)
        for layer, (keys, values) in zip(self.model.layers, cache):
            a, h = layer.attention, layer.attention_norm(x)
            heads = lambda t, count: t.view(rows, new, count, s.head_size).transpose(1, 2)
            q = rotate(heads(a.query(h), s.heads), cos, sin)
            keys.scatter_(2, at, rotate(heads(a.key(h), s.key_value_heads), cos, sin))
            values.scatter_(2, at, heads(a.value(h), s.key_value_heads))
            # The query heads of one key-value head stand in a row: one matrix product reads its keys once.
            grouped = q.reshape(rows, s.key_value_heads, -1, s.head_size)
            scores = grouped @ keys[:, :, :seen].transpose(2, 3) * s.head_size ** -0.5
            scores = (scores.view(rows, s.heads, new, seen) + mask).view_as(scores)
            mixed = (torch.softmax(scores, -1) @ values[:, :, :seen]).view(rows, s.heads, new, s.head_size)
            x = x + a.output(mixed.transpose(1, 2).reshape(rows, new, -1))
            h = layer.feed_norm(x)
            x = x + layer.down(F.silu(layer.gate(h)) * layer.up(h))
        return self.model.norm(x)
