"""Character-level tokens. `#` ends the thinking and `$` the answer; `_` pads and is never sampled."""

ALPHABET = "_$#0123456789+-*=;"
PAD, END, END_OF_THINKING = range(3)
EQUALS = ALPHABET.index("=")


def encode(text: str) -> list[int]:
    return [ALPHABET.index(character) for character in text]


def decode(ids: list[int]) -> str:
    return "".join(ALPHABET[i] for i in ids)
