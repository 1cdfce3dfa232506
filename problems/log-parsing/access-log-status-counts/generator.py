"""Builds access logs: everyday ones of any size, and small nasty ones."""

from __future__ import annotations

import random

CLIENTS = ["10.4.0.21", "10.4.0.133", "fe80::1c:2", "tv-bedroom.lan", "phone-3", "Console-A"]
REQUESTS = [
    "GET /v1/home",
    "POST /v1/heartbeat",
    "GET /v1/titles/0815/artwork",
    "GET /v1/search?q=space opera",
    "GET /v1/segments/0815/1080p/1.m4s",
]
BREAKS = [
    lambda line: line[: len(line) // 2],
    lambda line: line + " ",
    lambda line: " " + line,
    lambda line: line.replace('"', "", 1),
    lambda line: line.replace('" ', '"', 1),
    lambda line: line.replace(" ", "  ", 1),
    lambda line: line.replace("GET", 'GET "', 1).replace("POST", 'POST "', 1),
    lambda line: line + " upstream",
    lambda line: "edge: " + line,
    lambda line: line.replace('" ', '" 0', 1),
]


def edge_log(rng: random.Random, n: int, codes: int = 20, broken: int = 5) -> str:
    """A log of n lines with up to `codes` different status codes, `broken` percent of the lines damaged."""
    statuses = rng.sample(range(100, 600), codes)
    clients = rng.choices(CLIENTS, k=n)
    requests = rng.choices(REQUESTS, k=n)
    chosen = rng.choices(statuses, k=n)
    sizes = rng.choices(["-", "0", "311", "9120", "1048576"], k=n)
    start = rng.randrange(10**9)
    lines = [
        f'{client} {start + number // 40} "{request}" {status} {size}'
        for number, (client, request, status, size) in enumerate(zip(clients, requests, chosen, sizes))
    ]
    for number in rng.sample(range(n), n * broken // 100):
        lines[number] = rng.choice(BREAKS)(lines[number])
    return "".join(line + "\n" for line in lines)


def tricky_log(rng: random.Random, n: int) -> str:
    """A log of n short lines, about half of them malformed, with both line endings and blank lines."""
    pieces: list[str] = []
    for _ in range(n):
        fields = [
            _pick(rng, ["a", "-", "::1", "TV.2"], ["", "tv_1", '"a"', "a b"]),
            _pick(rng, ["0", "12", "007"], ["", "-1", "+1", "1.5", "x"]),
            _pick(rng, ['"GET /"', '""', '" 404 1"', '"a\\"', '"/ /  /"'], ['"', "GET", '"a"b"', '"a\\"b"', "'a'"]),
            _pick(rng, ["200", "404", "500", "100", "599"], ["600", "099", "20", "2000", "-20", "2 0"]),
            _pick(rng, ["-", "0", "10", "00"], ["", "--", "-1", "1x", "1 1"]),
        ]
        line = " ".join(fields)
        kind = rng.randrange(20)
        if kind == 0:
            line = ""
        elif kind == 1:
            line = " " * rng.randint(1, 3)
        elif kind == 2:
            line = line.replace(" ", "  ", 1)
        elif kind == 3:
            line = rng.choice([line + " ", " " + line])
        elif kind == 4 and line:
            cut = rng.randrange(len(line))
            line = line[:cut] + rng.choice(' "-1a') + line[cut + 1 :]
        pieces.append(line + rng.choice(["\n", "\n", "\n", "\r\n"]))
    text = "".join(pieces)
    if rng.randrange(2):
        text = text.rstrip("\r\n")
    return text


def _pick(rng: random.Random, good: list[str], bad: list[str]) -> str:
    """Mostly one of the good ones, sometimes one of the bad ones."""
    return rng.choice(bad if rng.randrange(8) == 0 else good)
