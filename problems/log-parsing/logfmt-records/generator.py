"""Builds logfmt lines: long ones of an exact total length, and short nasty ones."""

from __future__ import annotations

import random

WORDS = ["buffer", "stream", "player.", "title:42", "/v1/play", "at", "line", "a=b", "it's", "?q=1&r=2", "retry"]
ESCAPES = ['\\"', "\\\\", "\\n", "\\t", "\\d", '\\\\\\"', "\t"]
PIECES = ["a", "b", "n", "t", "=", "=", '="', '"', '" ', " ", " ", "\\", "\\\\", '\\"', "\\n", "\t", "'", "key=1", 'b="x y"']


def long_lines(rng: random.Random, n: int, lines: int = 1, longest: int = 200, broken: int = 0) -> list:
    """`lines` lines of n characters in total, quoted values up to `longest` long; the last `broken` lines are not closed."""
    result = []
    for number in range(lines):
        size = n // lines + (number < n % lines)
        result.append(_line(rng, size, longest, number >= lines - broken))
    return [result]


def _line(rng: random.Random, size: int, longest: int, broken: bool) -> str:
    """One line of exactly `size` characters, legal unless `broken`."""
    tail = ' trace="' if broken else ' end="'
    fields: list[str] = []
    length = 0
    while True:
        free = size - length - len(tail) - 1
        if free < 16:
            break
        field = _field(rng, min(longest, free - 12))
        fields.append(field)
        length += len(field) + 1
    line = " ".join(fields) + tail
    room = size - len(line) - (not broken)
    if room < 0:
        return "x" * size
    return line + "x" * room + ("" if broken else '"')


def _field(rng: random.Random, longest: int) -> str:
    """One field with a value of at most `longest` characters."""
    key = "k" + str(rng.randrange(100_000))
    form = rng.randrange(8) if longest < 1_000 else 7
    if form == 0:
        return key
    if form == 1:
        return key + "="
    if form == 2:
        return key + "=" + rng.choice(WORDS)[:longest]
    count = max(1, longest // 9)
    words = rng.choices(WORDS, k=count)
    for place in rng.choices(range(count), k=count // 3 + 1):
        words[place] = rng.choice(ESCAPES)
    text = " ".join(words)
    while len(text) > longest:
        words = words[: len(words) * 9 // 10]
        text = " ".join(words)
    return f'{key}="{text}"'


def tricky_lines(rng: random.Random, n: int, pieces: int) -> list:
    """n short lines of random pieces; a part of them is legal, the others have a defect."""
    lines = []
    for _ in range(n):
        if rng.randrange(3) == 0:
            lines.append("".join(rng.choices(PIECES, k=rng.randint(0, pieces))))
        else:
            lines.append("".join(_tricky_field(rng) for _ in range(rng.randint(0, pieces // 2))))
    return [lines]


def _tricky_field(rng: random.Random) -> str:
    """A field that is most often legal, with the spaces after it."""
    key = rng.choice(["a", "b", "a", "\\", "\t", "n'", "a\\n"])
    inside = rng.choices(["x", " ", "=", "n", "t", "\\n", "\\t", '\\"', "\\\\", "\\d", "\\ ", "'", "\t"], k=rng.randint(0, 5))
    value = rng.choice(["", "=", "=x", "==", "=\\n", "=a=b", '="', '="', '="', '="', '="'])
    if value == '="':
        value += "".join(inside) + '"'
    if rng.randrange(15) == 0:
        value += rng.choice(['"', "\\", "x", "="])
    return key + value + rng.choice([" ", " ", " ", "  ", "   ", "" if rng.randrange(4) == 0 else " "])
