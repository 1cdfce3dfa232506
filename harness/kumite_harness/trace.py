"""What there is to say of an exception: plain facts. The judge has the source and writes the traceback."""

import marshal

from kumite_harness.codec import type_name

MAX_MESSAGE = 4000
# The outermost and the innermost frames of a long traceback (endless recursion).
MAX_FRAMES = 40


def describe(error, files, call):
    """The encoded facts: type, message, frames of these files, and which call of a class case raised it."""
    try:
        message = str.__getitem__(str(error), slice(MAX_MESSAGE))
    except BaseException:
        message = "<the exception's text cannot be read>"
    facts = (printable(type_name(error)), printable(message), frames_of(error, files), call)
    return marshal.dumps(facts, 2)


def frames_of(error, files):
    """File, line, column and function of each frame in the candidate's own files, outermost first."""
    frames = []
    trace = BaseException.__traceback__.__get__(error)
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename in files:
            frames.append((code.co_filename, trace.tb_lineno or 0, None, code.co_name))
        trace = trace.tb_next
    if issubclass(type(error), SyntaxError):
        file, line, column = [SyntaxError.__dict__[name].__get__(error) for name in ("filename", "lineno", "offset")]
        if type(file) is str and file in files and type(line) is int and 0 <= line < 2**31:
            frames.append((file, line, column if type(column) is int else None, "<module>"))
    if len(frames) > MAX_FRAMES:
        frames = frames[: MAX_FRAMES // 2] + frames[-MAX_FRAMES // 2 :]
    return frames


def printable(text):
    """The text without lone surrogates, which the wire cannot carry."""
    return str.encode(text, "utf-8", "backslashreplace").decode()
