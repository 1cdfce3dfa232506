"""Brute force: follows the grammar rule by rule, and takes each character off the front of the remaining text.

Correct, and an idea of its own, so it serves as the oracle on short lines.
Every character costs a copy of all that follows it, which is quadratic in the length of a line; every scale case catches it.
"""

from __future__ import annotations


class Malformed(Exception):
    """The line cannot be read as a sequence of fields."""


def parse_logfmt(lines: list[str]) -> list[dict[str, str | None]]:
    """Return the records of all lines that are neither blank nor malformed."""
    result: list[dict[str, str | None]] = []
    for line in lines:
        try:
            fields = read_fields(line)
        except Malformed:
            continue
        if fields:
            result.append(dict(fields))
    return result


def read_fields(rest: str) -> list[tuple[str, str | None]]:
    """Return the fields of a line."""
    fields: list[tuple[str, str | None]] = []
    while rest:
        if rest[0] == " ":
            rest = rest[1:]
            continue
        key, rest = read_until(rest, ' ="')
        value: str | None = None
        if rest[:2] == '="':
            value, rest = read_quoted(rest[2:])
        elif rest[:1] == "=":
            value, rest = read_until(rest[1:], ' "')
        if key == "" or rest[:1] not in ("", " "):
            raise Malformed
        fields.append((key, value))
    return fields


def read_until(rest: str, stops: str) -> tuple[str, str]:
    """Return the text before the first stop character, and the text from it on."""
    text = ""
    while rest and rest[0] not in stops:
        text += rest[0]
        rest = rest[1:]
    return text, rest


def read_quoted(rest: str) -> tuple[str, str]:
    """Return the value up to the closing quote, and the text behind that quote."""
    text = ""
    while rest and rest[0] != '"':
        if rest[0] != "\\":
            text += rest[0]
            rest = rest[1:]
            continue
        pair = rest[:2]
        if pair == '\\"':
            text += '"'
        elif pair == "\\\\":
            text += "\\"
        elif pair == "\\n":
            text += "\n"
        elif pair == "\\t":
            text += "\t"
        else:
            text += pair
        rest = rest[2:]
    if not rest:
        raise Malformed
    return text, rest[1:]
