"""Wrong: resolves the escapes with one replace after the other over the whole value.

An escaped backslash before an n becomes a line feed; the third sample and backslash-before-a-letter catch it.
"""

from __future__ import annotations

import re

KEY = re.compile(r'[^ ="]+')
BARE = re.compile(r'[^ "]*')
SPACES = re.compile(r" *")
MEANING = {'"': '"', "n": "\n", "t": "\t", "\\": "\\"}


def parse_logfmt(lines: list[str]) -> list[dict[str, str | None]]:
    """Return the records of all lines that are neither blank nor malformed."""
    records = (parse_line(line) for line in lines)
    return [record for record in records if record]


def parse_line(line: str) -> dict[str, str | None] | None:
    """Return the record of a line: empty for a blank line, None for a malformed one."""
    record: dict[str, str | None] = {}
    at = SPACES.match(line).end()
    while at < len(line):
        key = KEY.match(line, at)
        if key is None:
            return None
        at = key.end()
        value: str | None = None
        if line.startswith('="', at):
            start = at + 2
            close = closing_quote(line, start)
            if close < 0:
                return None
            value = resolve(line[start:close])
            at = close + 1
        elif line.startswith("=", at):
            bare = BARE.match(line, at + 1)
            value = bare.group()
            at = bare.end()
        record[key.group()] = value
        if at < len(line) and line[at] != " ":
            return None
        at = SPACES.match(line, at).end()
    return record


def closing_quote(line: str, start: int) -> int:
    """Return where the quoted value that begins at `start` is closed, -1 if it is not."""
    quote = line.find('"', start)
    while quote >= 0:
        first = quote
        while first > start and line[first - 1] == "\\":
            first -= 1
        if (quote - first) % 2 == 0:
            return quote
        quote = line.find('"', quote + 1)
    return -1


def resolve(text: str) -> str:
    """Return the text with its escapes resolved, or so its author hoped."""
    for letter, meaning in MEANING.items():
        text = text.replace("\\" + letter, meaning)
    return text
