"""Measures a call instead of answering it: its time, its lines, its operations, its memory.

No module of the harness: the judge sends this text along with a solution that is to be measured, and only that
solution's server runs it, before anything of the candidate's is loaded. What is needed later is bound here, where
nobody has changed it yet; so no other case pays for it, and the clock is the interpreter's own.
"""

import gc
import marshal
import sys
from posix import write
from time import perf_counter_ns, process_time_ns

from kumite_harness import child, loader
from kumite_harness.codec import decode
from kumite_harness.protocol import ANSWER, LOADED, REPLY, send

# Calls are repeated until they take this long together (ns): the clock itself costs half a microsecond.
ENOUGH = 200_000
# A first call below this is followed by others: in a new process the first ones pay for pages that they touch.
COLD = 2_000_000
# Below this it is not asked whether a solution remembers what it computed: a second call is faster anyway.
SHORT = 20_000
MOST_CALLS, MOST_FRESH_MODULES = 1_000, 20
# Copies of arguments that a call changes: this many bytes of them.
MOST_COPIED = 4 << 20
MOST_LINES = 100


def prepared_function(solution, args):
    shapes = solution["params"]
    return args if shapes is None else [decode(value, shape) for value, shape in zip(args, shapes)]


def call_function(entry, args):
    entry(*args)


def call_lazy_function(entry, args):
    for _ in entry(*args):
        pass


def prepared_class(solution, case):
    init, calls = case
    if solution["params"] is not None:
        init = [decode(value, shape) for value, shape in zip(init, solution["params"])]
    made = []
    for name, args in calls:
        shapes = solution["methods"][name][0]
        made.append((name, args if shapes is None else [decode(value, shape) for value, shape in zip(args, shapes)]))
    return init, made


def call_class(entry, made):
    init, calls = made
    target = entry(*init)
    for name, args in calls:
        getattr(target, name)(*args)


class Subject:
    """What is measured: how to make arguments, and how to call with them."""

    def __init__(self, solution, case):
        self.solution = solution
        self.is_program = solution["kind"] == "stdin"
        # Not `case` itself: where no argument needs a shape, the call gets its very objects.
        self.data = b"" if self.is_program else marshal.dumps(case, 2)
        if self.is_program:
            self.entry, self.call = None, self.run_program
            write(REPLY, LOADED)
            return
        self.prepare, self.call = prepared_function, call_function
        if solution["kind"] == "class":
            self.prepare, self.call = prepared_class, call_class
        elif type(solution["returns"]) is tuple and solution["returns"][0] == "iterator":
            self.call = call_lazy_function
        self.entry = child.loaded_entry(solution)

    def run_program(self, entry, made):
        try:
            loader.load(self.solution)
        except SystemExit:
            pass

    def fresh(self, change=None):
        """Arguments that no call has seen."""
        if self.is_program:
            return None
        case = marshal.loads(self.data)
        return self.prepare(self.solution, case if change is None else change(case))

    def reload(self):
        """Run the file again: new functions, new caches, new globals."""
        if not self.is_program:
            self.entry = loader.entry_of(loader.load(self.solution), self.solution["entry"])

    def time(self, batch):
        """CPU time of calls in ns: of the whole process, for a call may have threads at work."""
        call, entry = self.call, self.entry
        begin = process_time_ns()
        for made in batch:
            call(entry, made)
        return process_time_ns() - begin

    def keeps(self, made):
        """Whether a call left its arguments as they were."""
        plain = self.solution["kind"] == "function" and self.solution["params"] is None
        return plain and made == self.fresh()


def measure_time(subject):
    """Nanoseconds, and for how many calls."""
    made = subject.fresh()
    # What is there already need not be gone through by a collection during the call.
    gc.freeze()
    taken = subject.time([made])
    return (taken, 1) if taken >= COLD else time_short_calls(subject)


def time_short_calls(subject):
    """Repeats a call; each with arguments of its own where calls change them."""
    subject.reload()
    made = subject.fresh()
    subject.time([made])
    same = subject.keeps(made)

    def again():
        return subject.time([made if same else subject.fresh()])

    # Making and comparing arguments has emptied the caches: the call after that does not count.
    again()
    if remembers(subject, again):
        return time_first_calls(subject)
    calls = min(ENOUGH // max(again(), 1) + 1, MOST_CALLS)
    if not same:
        calls = max(1, min(calls, MOST_COPIED // len(subject.data)))
    batch = [made] * calls if same else [subject.fresh() for _ in range(calls)]
    return subject.time(batch), calls


def remembers(subject, again):
    """Whether only the first call of a module does the work."""
    subject.reload()
    first = again()
    return first > SHORT and again() * 3 < first


def time_first_calls(subject):
    """For a solution that remembers what it computed: only the first call of a fresh module counts."""
    taken = calls = 0
    while taken < ENOUGH and calls < MOST_FRESH_MODULES:
        subject.reload()
        taken += subject.time([subject.fresh()])
        calls += 1
    return taken, calls


def measure_lines(subject):
    """What each line of the candidate's files cost: file, line, how often, nanoseconds; the dearest first.

    What happens between two lines is the first one's: what it calls in C or in a library counts for it.
    """
    files = subject.solution["files"]
    cost = {}
    last = None

    def step(code, line):
        nonlocal last, since
        now = perf_counter_ns()
        if last is not None:
            last[1] += now - since
        last = cost.get((code, line))
        if last is None:
            last = cost[code, line] = [0, 0]
        last[0] += 1
        since = perf_counter_ns()

    made = subject.fresh()
    since = perf_counter_ns()
    watch = watch_lines if hasattr(sys, "monitoring") else trace_lines
    watch(files, step, lambda: subject.call(subject.entry, made))
    if last is not None:
        last[1] += perf_counter_ns() - since
    merged = {}
    for (code, line), (hits, taken) in cost.items():
        row = merged.setdefault((code.co_filename, line), [0, 0])
        row[0] += hits
        row[1] += taken
    rows = sorted(((file, line, hits, taken) for (file, line), (hits, taken) in merged.items()), key=lambda r: -r[3])
    return rows[:MOST_LINES]


def watch_lines(files, step, action):
    """Calls `step(code, line)` at every line of these files while the action runs."""
    monitoring = sys.monitoring
    off = monitoring.DISABLE

    def on_line(code, line):
        if code.co_filename not in files:
            return off
        step(code, line)

    with_events(monitoring, {monitoring.events.LINE: on_line}, action)


def trace_lines(files, step, action):
    """The same for a Python that has no monitoring."""

    def local(frame, event, argument):
        if event == "line":
            step(frame.f_code, frame.f_lineno)
        return local

    def on_call(frame, event, argument):
        return local if frame.f_code.co_filename in files else None

    traced(on_call, action)


def with_events(monitoring, callbacks, action):
    tool = monitoring.PROFILER_ID
    monitoring.use_tool_id(tool, "kumite")
    events = 0
    for event, callback in callbacks.items():
        monitoring.register_callback(tool, event, callback)
        events |= event
    monitoring.set_events(tool, events)
    try:
        action()
    finally:
        monitoring.set_events(tool, 0)
        monitoring.free_tool_id(tool)


def traced(on_call, action):
    set_trace = sys.settrace
    set_trace(on_call)
    try:
        action()
    finally:
        set_trace(None)


def measure_counts(subject):
    """Steps of the interpreter, and operations on the values given; None where a count could not be had."""
    steps = count_steps(subject, subject.fresh())
    operations = None
    if not subject.is_program:
        try:
            subject.reload()
            operations = count_operations(subject)
        except Exception:
            # A counting int is an int, but not to one who asks for its exact type.
            pass
    return steps, operations


def count_steps(subject, made):
    """How often the interpreter branched, jumped or began a function; before 3.12, how often it began a line or call."""
    steps = 0

    def count(*_):
        nonlocal steps
        steps += 1

    def on_trace(frame, event, argument):
        nonlocal steps
        steps += 1
        return on_trace

    def action():
        subject.call(subject.entry, made)

    monitoring = getattr(sys, "monitoring", None)
    if monitoring is None:
        traced(on_trace, action)
    else:
        names = ["JUMP", "PY_START"]
        names += ["BRANCH_LEFT", "BRANCH_RIGHT"] if hasattr(monitoring.events, "BRANCH_LEFT") else ["BRANCH"]
        with_events(monitoring, {getattr(monitoring.events, name): count for name in names}, action)
    return steps


# What is answered by these is counted no further; what the others compute is.
ASKED = "lt le gt ge eq ne hash contains".split()
COMPUTED = """add radd sub rsub mul rmul floordiv rfloordiv truediv rtruediv mod rmod pow rpow
and rand or ror xor rxor lshift rshift neg abs getitem""".split()


def count_operations(subject):
    """How often numbers and texts of the arguments were compared, hashed or computed with, in C code too."""
    operations = 0

    def asking(original):
        def method(*args):
            nonlocal operations
            operations += 1
            return original(*args)

        return method

    def computing(original):
        def method(*args):
            nonlocal operations
            operations += 1
            result = original(*args)
            counted_kind = kinds.get(type(result))
            return result if counted_kind is None else counted_kind(result)

        return method

    def counted(kind):
        methods = {}
        for names, counting in ((ASKED, asking), (COMPUTED, computing)):
            for name in [f"__{name}__" for name in names]:
                if hasattr(kind, name):
                    methods[name] = counting(getattr(kind, name))
        return type(kind.__name__, (kind,), methods)

    kinds = {kind: counted(kind) for kind in (int, float, str)}

    def convert(value):
        kind = type(value)
        if kind in kinds:
            return kinds[kind](value)
        if kind in (list, tuple, set, frozenset):
            return kind([convert(item) for item in value])
        if kind is dict:
            return {convert(key): convert(item) for key, item in value.items()}
        return value

    def change(case):
        if subject.solution["kind"] == "function":
            return [convert(arg) for arg in case]
        init, calls = case
        # Names of methods are no values.
        return [convert(arg) for arg in init], [(name, convert(args)) for name, args in calls]

    made = subject.fresh(change)
    operations = 0
    subject.call(subject.entry, made)
    return operations


def measure_memory(subject):
    """The most bytes that the call held at once, its answer included and its arguments not."""
    import _tracemalloc

    made = subject.fresh()
    _tracemalloc.start()
    subject.call(subject.entry, made)
    return _tracemalloc.get_traced_memory()[1]


WAYS = {"time": measure_time, "lines": measure_lines, "counts": measure_counts, "memory": measure_memory}


def measured(way):
    """What takes the place of running a case of this solution's kind."""
    measure = WAYS[way]

    def run(solution, case):
        subject = Subject(solution, case)
        if subject.entry is None and not subject.is_program:
            return 0
        try:
            found = measure(subject)
        except BaseException as error:
            send(*child.raised(error, solution))
            return 0
        child.flush()
        send(ANSWER, marshal.dumps(found, 2))
        return 0

    return run
