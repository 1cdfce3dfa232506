"""Wrong: lets shlex split the line, although shell quoting has other rules.

It treats apostrophes, backslashes and tabs in its own way and accepts quotes anywhere.
Caught by the second sample and by most cases with escapes or apostrophes.
"""

from __future__ import annotations

import shlex


def parse_logfmt(lines: list[str]) -> list[dict[str, str | None]]:
    """Return the records of all lines that are neither blank nor malformed."""
    result: list[dict[str, str | None]] = []
    for line in lines:
        try:
            words = shlex.split(line)
        except ValueError:
            continue
        if not words or any(word.startswith("=") for word in words):
            continue
        record: dict[str, str | None] = {}
        for word in words:
            key, equals, value = word.partition("=")
            record[key] = value if equals else None
        result.append(record)
    return result
