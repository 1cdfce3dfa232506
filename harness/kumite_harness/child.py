"""One case in a process of its own: load, call, answer, exit."""

import sys
from gc import collect as collect_generation, get_count
from marshal import dumps
from posix import _exit, write

from kumite_harness.codec import Unencodable, decode, encode
from kumite_harness.limits import compile_source
from kumite_harness.loader import MissingEntry, entry_of, load
from kumite_harness.protocol import ANSWER, CODE, FINISHED, LOADED, MISSING, RAISED, REPLY, UNENCODABLE, send
from kumite_harness.trace import describe, printable

# What a version tells of the older generations is how often the younger were collected; later ones tell something else.
COUNTS_SOMETHING_ELSE = sys.version_info >= (3, 14)

# Written when even the facts of an exception find no memory.
OUT_OF_MEMORY = RAISED + dumps(("MemoryError", "", [], None, []), 2)


def run(solution, case):
    """Run one case and exit; never returns."""
    code = 1
    try:
        try:
            code = KINDS[solution["kind"]](solution, case)
        except MemoryError:
            write(REPLY, OUT_OF_MEMORY)
    finally:
        _exit(code)


def flush():
    """Hand what was printed to the kernel; a candidate may have put anything in place of the streams."""
    try:
        sys.stdout.flush()
    except BaseException:
        pass
    try:
        sys.stderr.flush()
    except BaseException:
        pass


def raised(error, solution, call=None):
    """The reply about an exception."""
    flush()
    return RAISED, describe(error, solution["files"], call)


def loaded_entry(solution):
    """The entry point, or None when the reply has been sent because there is none."""
    try:
        entry = entry_of(load(solution), solution["entry"])
    except MissingEntry as missing:
        flush()
        send(MISSING, dumps(missing.args, 2))
        return None
    except BaseException as error:
        send(*raised(error, solution))
        return None
    write(REPLY, LOADED)
    return entry


def run_function(solution, args):
    """Load a function and call it."""
    entry = loaded_entry(solution)
    if entry is not None:
        send(*call_function(entry, solution, args))
    return 0


def call_function(entry, solution, args):
    """The reply of a function; the answer is what it returns, or the argument that it changes."""
    shapes, mutates = solution["params"], solution["mutates"]
    if shapes is not None:
        args = [decode(value, shape) for value, shape in zip(args, shapes)]
    try:
        returned = entry(*args)
        answer = returned if mutates is None else args[mutates]
        encoded = encode(answer, solution["returns"])
    except Unencodable as problem:
        return unencodable(problem)
    except BaseException as error:
        return raised(error, solution)
    flush()
    if returned is None or mutates is not None:
        return ANSWER, encoded, aside(solution, returned, args)
    return ANSWER, encoded


def aside(solution, returned, args):
    """What else the judge may want to see of a wrong answer; nothing where it cannot be encoded."""
    try:
        if solution["mutates"] is not None:
            return b"" if returned is None else encode(returned, None)
        if returned is None and solution["aside"]:
            shapes = solution["params"]
            return encode(args, shapes and ("tuple", shapes))
    except BaseException:
        pass
    return b""


def unencodable(problem):
    """The reply about an answer that has no encoding."""
    flush()
    return UNENCODABLE, dumps(tuple([printable(part) for part in problem.args]), 2)


def run_class(solution, case):
    """Load a class and call its methods."""
    entry = loaded_entry(solution)
    if entry is not None:
        send(*call_class(entry, solution, case))
    return 0


def call_class(entry, solution, case):
    """The reply of an object and its methods; the answers are kept as they were right after each call."""
    init, calls = case
    answers = []
    call = None
    try:
        params = solution["params"]
        if params is not None:
            init = [decode(value, shape) for value, shape in zip(init, params)]
        target = entry(*init)
        methods = solution["methods"]
        for call, (name, args) in enumerate(calls):
            params, returns = methods[name]
            if params is not None:
                args = [decode(value, shape) for value, shape in zip(args, params)]
            answers.append(encode(getattr(target, name)(*args), returns))
    except Unencodable as problem:
        name, path, reason = problem.args
        return unencodable(Unencodable(name, f"$[{call}]{path[1:]}", reason))
    except BaseException as error:
        return raised(error, solution, call)
    flush()
    return ANSWER, b"[", len(answers).to_bytes(4, "little"), *answers


def run_program(solution, case):
    """Run a file as `python file` does, and leave as it does."""
    write(REPLY, LOADED)
    code, failure = 0, None
    try:
        load(solution)
    except SystemExit as leave:
        code = exit_code(leave)
    except BaseException as error:
        failure = error
    finish_threads()
    let_go(solution["names"])
    if failure is not None:
        send(*raised(failure, solution))
        return 0
    send(FINISHED)
    return code


def finish_threads():
    """What an interpreter does before it ends: waits for threads, runs what was registered for the exit."""
    threading = sys.modules.get("threading")
    for finish in (threading and threading._shutdown, "atexit" in sys.modules and sys.modules["atexit"]._run_exitfuncs):
        if finish:
            try:
                finish()
            except BaseException:
                pass


def let_go(names):
    """Write out what is not written yet, as an interpreter does at its end.

    A program may print through streams of its own, and those write when nobody holds them any more.
    """
    try:
        for name in list(names):
            if name != "__builtins__":
                names[name] = None
        collect()
        sys.__stdout__.flush()
        sys.__stderr__.flush()
    except BaseException:
        pass
    flush()


def collect():
    """Free what only holds itself. Where nothing was collected before, all that there is to free is young."""
    _, *older = get_count()
    collect_generation(2 if any(older) or COUNTS_SOMETHING_ELSE else 0)


def exit_code(leave):
    """The exit code that Python gives a SystemExit."""
    code = leave.code
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)
    return 1


def run_generator(solution, case):
    """Load a function of generator.py and call it; author's code, same walls."""
    entry = loaded_entry(solution)
    if entry is not None:
        send(*call_generator(entry, solution, case))
    return 0


def call_generator(entry, solution, case):
    """The reply of a function that gets random numbers from a seed."""
    import random

    seed, params = case
    try:
        encoded = encode(entry(random.Random(seed), **params), None)
    except Unencodable as problem:
        return unencodable(problem)
    except BaseException as error:
        return raised(error, solution)
    flush()
    return ANSWER, encoded


def compile_files(files):
    """Compile sources. No candidate code runs, so that the server may load the result.

    The reply has the code objects, or the exception of the first file. In the place of another file that does not
    compile stands the text of its exception: that matters only once it is imported.
    """
    codes = []
    try:
        for source, filename in files:
            try:
                check_encoding(source, filename)
                codes.append(compile_source(source, filename))
            except (SyntaxError, ValueError, RecursionError, OverflowError) as error:
                if not codes:
                    send(RAISED, describe(error, {filename}, None))
                    return
                codes.append(printable(str(error)))
        send(CODE, dumps(codes))
    except MemoryError:
        write(REPLY, OUT_OF_MEMORY)
    finally:
        _exit(0)


def check_encoding(source, filename):
    """What `python file` checks and compile() does not: a file that declares no encoding is UTF-8, comments too."""
    first_lines = source.split(b"\n", 2)[:2]
    if any([line.lstrip().startswith(b"#") and b"coding" in line for line in first_lines]):
        return
    try:
        source.decode()
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        message = f"byte {source[error.start]:#04x} is not UTF-8, and the file declares no other encoding"
        raise SyntaxError(message, (filename, line, None, None)) from None


KINDS = {
    "function": run_function,
    "class": run_class,
    "stdin": run_program,
    "generator": run_generator,
}
