"""What there is to say of an exception: plain facts. The judge has the source and writes the traceback."""

import marshal

from kumite_harness.codec import type_name

MAX_MESSAGE = 4000
# The outermost and the innermost frames of a long traceback.
MAX_FRAMES = 40
# Exceptions that led to another one.
MAX_EARLIER = 5


def describe(error, files, call):
    """The encoded facts: type, message, frames of these files, which call of a class case raised it, what led to it."""
    return marshal.dumps((*told(error, files), call, earlier(error, files)), 2)


def told(error, files):
    """Type, message and frames."""
    try:
        message = str.__getitem__(str(error), slice(MAX_MESSAGE))
    except BaseException:
        message = "<the exception's text cannot be read>"
    return printable(type_name(error)), printable(message), frames_of(error, files)


def earlier(error, files):
    """Whether it is the next one's cause, type, message and frames of each exception that led to this one, oldest first.

    As Python's own tracebacks have them: the cause that was named, else what was being handled.
    """
    found, seen = [], [error]
    while len(found) < MAX_EARLIER:
        cause = BaseException.__cause__.__get__(error)
        if cause is None and BaseException.__suppress_context__.__get__(error):
            break
        error = BaseException.__context__.__get__(error) if cause is None else cause
        if error is None or any([error is one for one in seen]):
            break
        seen.append(error)
        found.append((cause is not None, *told(error, files)))
    return found[::-1]


def frames_of(error, files):
    """The frames in the candidate's own files, outermost first.

    File, line, column and function of each; how many more in a row are the same; how many after these are left out.
    """
    frames = []
    trace = BaseException.__traceback__.__get__(error)
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename in files:
            place = [code.co_filename, trace.tb_lineno or 0, None, code.co_name]
            if frames and frames[-1][:4] == place:
                frames[-1][4] += 1
            else:
                frames.append([*place, 0, 0])
                if len(frames) > MAX_FRAMES:
                    # Here and not at the end: a million frames of two functions in turn are no list.
                    frames[MAX_FRAMES // 2 - 1][5] += frames.pop(MAX_FRAMES // 2)[4] + 1
        trace = trace.tb_next
    if issubclass(type(error), SyntaxError):
        file, line, column = [SyntaxError.__dict__[name].__get__(error) for name in ("filename", "lineno", "offset")]
        if type(file) is str and file in files and type(line) is int and 0 <= line < 2**31:
            frames.append([file, line, column if type(column) is int else None, "<module>", 0, 0])
    return [tuple(frame) for frame in frames]


def printable(text):
    """The text without lone surrogates, which the wire cannot carry."""
    return str.encode(text, "utf-8", "backslashreplace").decode()
