"""Slow: a space separates fields if an even number of quotes precedes it, and these are counted from the start each time.

Correct, but each count reads all of the line before the space; every scale case has a line with very many spaces.
"""

from __future__ import annotations

import re

FIELD = re.compile(r'([^ ="]+)(?:=(?:"(.*)"|([^ "]*)))?')
ESCAPE = re.compile(r"\\(.)")
MEANING = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}


def parse_logfmt(lines: list[str]) -> list[dict[str, str | None]]:
    """Return the records of all lines that are neither blank nor malformed."""
    records = [parse_line(line) for line in lines]
    return [record for record in records if record]


def parse_line(line: str) -> dict[str, str | None] | None:
    """Return the record of a line: empty for a blank line, None for a malformed one."""
    record: dict[str, str | None] = {}
    start = 0
    for space in range(len(line) + 1):
        if space < len(line) and (line[space] != " " or free_quotes(line[:space]) % 2 == 1):
            continue
        text = line[start:space]
        start = space + 1
        if not text:
            continue
        field = FIELD.fullmatch(text)
        if field is None:
            return None
        key, quoted, bare = field.groups()
        if quoted is not None:
            if free_quotes(quoted) or quoted.replace("\\\\", "").endswith("\\"):
                return None
            record[key] = ESCAPE.sub(lambda pair: MEANING.get(pair.group(1), pair.group()), quoted)
        else:
            record[key] = bare
    return record


def free_quotes(text: str) -> int:
    """Return the number of quotes that are not escaped."""
    return text.replace("\\\\", "").replace('\\"', "").count('"')
