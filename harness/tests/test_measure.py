"""Measuring: what is counted is exact, what is timed is believable, and nothing of it is in an ordinary case's way."""

import marshal
import unittest

import forked_case
import harness_path
from kumite_harness import child, protocol

NAMES = {}
exec(compile((harness_path.HARNESS / "measure.py").read_text(), "measure.py", "exec"), NAMES)


def measured(test, way, source, case, stdin=b"", **facts):
    """What a process says of its call."""
    made = forked_case.solution(source, **facts)

    def action():
        child.KINDS[made["kind"]] = NAMES["measured"](way)
        forked_case.loader.prepare(made)
        child.run(made, case)

    reply, code, *_ = forked_case.in_fork(action, stdin)
    test.assertEqual((reply[:2], code), (protocol.LOADED + protocol.ANSWER, 0), reply)
    return marshal.loads(reply[2:])


class Times(unittest.TestCase):
    def test_a_short_call_is_repeated(self):
        taken, calls = measured(self, "time", "def f(x):\n    return x", [3])
        self.assertGreater(calls, 1)
        self.assertGreater(taken, 0)

    def test_every_call_finds_its_arguments_as_they_were(self):
        source = "def f(xs):\n    assert xs == [2, 1]\n    xs.sort()"
        _, calls = measured(self, "time", source, [[2, 1]])
        self.assertGreater(calls, 1)

    def test_a_one_shot_iterator_is_new_for_every_call(self):
        source = "def f(xs):\n    assert sum(xs) == 3"
        _, calls = measured(self, "time", source, [[2, 1]], params=[("iterator", None)])
        self.assertGreater(calls, 1)

    def test_a_lazy_answer_is_gone_through(self):
        source = "count = 0\ndef f(n):\n    for _ in range(n):\n        yield 1"
        steps, _ = measured(self, "counts", source, [1000], returns=("iterator", None))
        self.assertGreater(steps, 1000)

    def test_who_remembers_is_loaded_anew(self):
        source = """
        import functools
        @functools.lru_cache(None)
        def total(n):
            return sum(range(n))
        def f(n):
            return total(n)
        """
        taken, calls = measured(self, "time", source, [5_000])
        self.assertLessEqual(calls, NAMES["MOST_FRESH_MODULES"])

    def test_a_class_makes_all_its_calls(self):
        source = """
        class Box:
            def __init__(self):
                self.items = []
            def add(self, x):
                assert len(self.items) < 2
                self.items.append(x)
        """
        case = ([], [("add", [1]), ("add", [2])])
        _, calls = measured(self, "time", source, case, kind="class", entry="Box", methods={"add": (None, None)})
        self.assertGreaterEqual(calls, 1)

    def test_an_exception_is_reported_like_that_of_a_case(self):
        made = forked_case.solution("def f(x):\n    return 1 // x")

        def action():
            child.KINDS["function"] = NAMES["measured"]("time")
            forked_case.loader.prepare(made)
            child.run(made, [0])

        reply, *_ = forked_case.in_fork(action)
        self.assertEqual(reply[:2], protocol.LOADED + protocol.RAISED)


class Lines(unittest.TestCase):
    SOURCE = "def f(xs):\n    total = 0\n    for x in xs:\n        total += g(x)\n    return total\ndef g(x):\n    return x"

    def test_every_line_is_counted(self):
        rows = measured(self, "lines", self.SOURCE, [[1, 2, 3]])
        hits = {line: hits for _, line, hits, _ in rows}
        self.assertEqual(hits, {2: 1, 3: 4, 4: 3, 5: 1, 7: 3})
        self.assertTrue(all([file == "solution.py" and taken >= 0 for file, _, _, taken in rows]))

    def test_a_library_counts_for_the_line_that_calls_it(self):
        source = "import textwrap\ndef f(n):\n    x = 1\n    textwrap.fill('a ' * n)\n    return x"
        rows = measured(self, "lines", source, [2_000])
        self.assertEqual(rows[0][:2], ("solution.py", 4))


class Counts(unittest.TestCase):
    def test_steps_of_a_loop_are_exact(self):
        source = "def f(xs):\n    for x in xs:\n        if x > 1:\n            pass\n"
        few, many = (measured(self, "counts", source, [[1] * n])[0] for n in (100, 1_100))
        self.assertEqual((many - few) % 1_000, 0)
        self.assertGreater(many, few)

    def test_a_search_in_a_list_compares_with_every_item(self):
        _, operations = measured(self, "counts", "def f(xs, x):\n    return x in xs", [[1] * 500, 2])
        self.assertGreaterEqual(operations, 500)

    def test_texts_and_floats_in_tuples_and_dicts_are_counted_too(self):
        source = "def f(rows, names):\n    return sorted(rows), sorted(names)"
        case = [[[2.5, "b"], [1.5, "a"]], {"b": 1, "a": 2}]
        self.assertGreaterEqual(measured(self, "counts", source, case)[1], 2)

    def test_what_is_computed_from_them_is_counted_further(self):
        _, operations = measured(self, "counts", "def f(xs):\n    return sorted(xs, key=lambda x: -x)", [[3, 1, 2]])
        # Three signs, and at least two comparisons.
        self.assertGreaterEqual(operations, 5)

    def test_who_asks_for_the_exact_type_is_not_counted(self):
        source = "def f(x):\n    assert type(x) is int"
        steps, operations = measured(self, "counts", source, [1])
        self.assertIsNone(operations)
        self.assertGreater(steps, 0)


class Memory(unittest.TestCase):
    def test_arguments_do_not_count_and_answers_do(self):
        small = measured(self, "memory", "def f(xs):\n    return len(xs)", [list(range(10_000))])
        large = measured(self, "memory", "def f(xs):\n    return xs[:]", [list(range(10_000))])
        self.assertLess(small, 10_000)
        self.assertGreaterEqual(large, 80_000)


class Programs(unittest.TestCase):
    def test_a_program_is_measured_as_a_whole(self):
        source = "import sys\nfor line in sys.stdin:\n    pass\nsys.exit(0)"
        steps = [measured(self, "counts", source, None, b"x\n" * n, kind="stdin")[0] for n in (10, 110)]
        self.assertGreaterEqual(steps[1] - steps[0], 100)


if __name__ == "__main__":
    unittest.main()
