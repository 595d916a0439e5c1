"""A Llama-style decoder: RMSNorm, rotary positions, grouped-query attention, SwiGLU, tied embeddings."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True)
class Shape:
    vocabulary: int
    layers: int = 4
    width: int = 128
    heads: int = 4
    key_value_heads: int = 2
    hidden: int = 352
    context: int = 256
    rope_base: float = 10000.0
    epsilon: float = 1e-5

    @property
    def head_size(self) -> int:
        return self.width // self.heads


class Decoder(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = RmsNorm(shape)
        cos, sin = rotary_table(shape)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        nn.init.normal_(self.embedding.weight, std=shape.width ** -0.5)

    def forward(self, tokens: Tensor) -> Tensor:
        """Token ids [batch, length] to logits [batch, length, vocabulary]."""
        return F.linear(self.hidden(tokens), self.embedding.weight)

    def hidden(self, tokens: Tensor) -> Tensor:
        """Token ids [batch, length] to the last hidden states [batch, length, width]."""
        length = tokens.shape[1]
        mask = torch.full((length, length), float("-inf")).triu(1)
        x = self.embedding(tokens)
        for layer in self.layers:
            x = layer(x, self.cos[:length], self.sin[:length], mask)
        return self.norm(x)


class RewardModel(nn.Module):
    """A decoder that judges in place of going on: one head an outcome (ORM), one a step (PRM).

    Beside the last hidden state, the heads read how likely the decoder itself finds what the chain says so far: its log
    probability in all, a token, and of its least likely token.
    """

    FEATURES = 3

    def __init__(self, decoder: Decoder, equals: int):
        super().__init__()
        self.decoder, self.equals = decoder, equals  # the question ends with its first equals sign
        self.head = nn.Linear(decoder.shape.width + self.FEATURES, 2)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, tokens: Tensor) -> Tensor:
        """Token ids [batch, length] to logits [batch, length, 2] that the chain so far ends right: outcome, process."""
        return self.judge(tokens, self.decoder.hidden(tokens))

    def judge(self, tokens: Tensor, hidden: Tensor) -> Tensor:
        logits = F.linear(hidden[:, :-1], self.decoder.embedding.weight)
        likely = F.pad(torch.log_softmax(logits, -1).gather(2, tokens[:, 1:, None])[:, :, 0], (1, 0))
        signs = (tokens == self.equals).float()
        said = (signs.cumsum(1) - signs > 0).float()  # behind the question
        likely = likely * said
        total, lowest = likely.cumsum(1), likely.cummin(1).values
        features = torch.stack((0.5 * total, 10 * total / said.cumsum(1).clamp_min(1), lowest), -1)
        return self.head(torch.cat((hidden, features), -1))


class Layer(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.attention_norm = RmsNorm(shape)
        self.attention = Attention(shape)
        self.feed_norm = RmsNorm(shape)
        self.gate = nn.Linear(shape.width, shape.hidden, bias=False)
        self.up = nn.Linear(shape.width, shape.hidden, bias=False)
        self.down = nn.Linear(shape.hidden, shape.width, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor) -> Tensor:
        x = x + self.attention(self.attention_norm(x), cos, sin, mask)
        h = self.feed_norm(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Attention(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.query = nn.Linear(shape.width, shape.heads * shape.head_size, bias=False)
        self.key = nn.Linear(shape.width, shape.key_value_heads * shape.head_size, bias=False)
        self.value = nn.Linear(shape.width, shape.key_value_heads * shape.head_size, bias=False)
        self.output = nn.Linear(shape.heads * shape.head_size, shape.width, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = x.shape
        s = self.shape
        q = rotate(self.query(x).view(batch, length, s.heads, s.head_size).transpose(1, 2), cos, sin)
        k = rotate(self.key(x).view(batch, length, s.key_value_heads, s.head_size).transpose(1, 2), cos, sin)
        v = self.value(x).view(batch, length, s.key_value_heads, s.head_size).transpose(1, 2)
        k, v = (t.repeat_interleave(s.heads // s.key_value_heads, dim=1) for t in (k, v))
        weights = torch.softmax(q @ k.transpose(2, 3) * s.head_size ** -0.5 + mask, dim=-1)
        return self.output((weights @ v).transpose(1, 2).reshape(batch, length, -1))


class RmsNorm(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(shape.width))
        self.epsilon = shape.epsilon

    def forward(self, x: Tensor) -> Tensor:
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.epsilon) * self.weight


def rotary_table(shape: Shape) -> tuple[Tensor, Tensor]:
    """Cosines and sines [context, head_size / 2]."""
    half = shape.head_size // 2
    frequencies = shape.rope_base ** (-torch.arange(half) / half)
    angles = torch.outer(torch.arange(shape.context), frequencies)
    return angles.cos(), angles.sin()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    a, b = x.chunk(2, dim=-1)
    return torch.cat((a * cos - b * sin, b * cos + a * sin), dim=-1)
