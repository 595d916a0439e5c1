"""Reads a dataset of `reasonops rollout`: `dataset.py FOLDER FORMAT` tells how many lines it has.

`manifest.json` names the shards of each format; one that is not what it says (lines, SHA-256 of what is in it) is refused.
"""

import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path


def read(folder: Path, kind: str) -> Iterator[dict]:
    """The lines of a format, shard by shard; each shard is checked before its first line is given."""
    shards = json.loads((folder / "manifest.json").read_text())["shards"]
    if kind not in shards:
        raise SystemExit(f"{folder}: has no {kind}; it has {', '.join(shards)}")
    for shard in shards[kind]:
        file = folder / kind.lower() / shard["file"]
        data = gzip.decompress(file.read_bytes())
        if hashlib.sha256(data).hexdigest() != shard["sha256"]:
            raise SystemExit(f"{file}: is not what manifest.json says: its SHA-256 is {hashlib.sha256(data).hexdigest()}, not {shard['sha256']}")
        lines = data.decode().splitlines()
        if len(lines) != shard["lines"]:
            raise SystemExit(f"{file}: has {len(lines)} lines, manifest.json says {shard['lines']}")
        yield from map(json.loads, lines)


def text(line: dict) -> tuple[str, str]:
    """A line of Sft as the arithmetic model reads and writes it: the question; the thinking, its end, the answer, its end."""
    [question], [said] = line["prompt"], line["completion"]
    if (question["role"], said["role"]) != ("user", "assistant"):
        raise SystemExit(f"{line['id']}: is no question with an answer")
    thought, mark, answer = said["content"].removeprefix("<think>\n").partition("\n</think>\n\n")
    return question["content"], f"{thought}#{answer}$" if mark else f"#{said['content']}$"


if __name__ == "__main__":
    source, wanted = Path(sys.argv[1]), sys.argv[2]
    lines = list(read(source, wanted))
    print(f"{len(lines):,} lines of {wanted}, all as manifest.json says")
    if wanted == "Sft" and lines:
        print(*text(lines[0]), sep="")
