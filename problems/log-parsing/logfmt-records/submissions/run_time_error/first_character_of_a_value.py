"""Crash: asks for the first character of a value that may be empty.

Raises IndexError for a field that ends with its equals sign; the first sample has one.
"""

from __future__ import annotations

import re

FIELD = re.compile(r'([^ ="]+)(=?)("(?:[^"\\]|\\.)*"|[^ "]*)(?: +|$)')
ESCAPE = re.compile(r"\\(.)")
MEANING = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}


def parse_logfmt(lines: list[str]) -> list[dict[str, str | None]]:
    """Return the records of all lines that are neither blank nor malformed."""
    result: list[dict[str, str | None]] = []
    for line in lines:
        text = line.strip(" ")
        record: dict[str, str | None] = {}
        at = 0
        while at < len(text):
            field = FIELD.match(text, at)
            if field is None:
                record = {}
                break
            key, equals, value = field.groups()
            if not equals:
                record[key] = None
            elif value[0] == '"':
                record[key] = ESCAPE.sub(lambda pair: MEANING.get(pair.group(1), pair.group()), value[1:-1])
            else:
                record[key] = value
            at = field.end()
        if record:
            result.append(record)
    return result
