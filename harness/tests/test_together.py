"""Cases in one process: each reply on its own, and what of the solution is not as it was."""

import marshal
import textwrap
import unittest

import forked_case
import harness_path
from kumite_harness import loader, protocol, together


def run(source, cases, kind="function", **facts):
    """The replies, what was changed, and how the process left."""
    made = forked_case.solution(textwrap.dedent(source), kind, **facts)

    def action():
        loader.prepare(made)
        together.run_together(made, cases)

    reply, code, *_ = forked_case.in_fork(action)
    replies, reply = [], reply.removeprefix(protocol.LOADED)
    while reply:
        length = int.from_bytes(reply[:4], "little")
        replies.append(reply[4 : 4 + length])
        reply = reply[4 + length :]
    changed = None
    if replies and replies[-1][:1] == protocol.CHANGED:
        changed = marshal.loads(replies.pop()[1:])
    return replies, changed, code


def answers(replies):
    return [marshal.loads(reply[1:]) for reply in replies if reply[:1] == protocol.ANSWER]


class Together(unittest.TestCase):
    def test_what_a_call_keeps_is_there_in_the_next(self):
        replies, changed, code = run("seen = []\ndef f(x):\n    seen.append(x)\n    return list(seen)", [[1], [2]])
        self.assertEqual((answers(replies), changed, code), ([[1], [1, 2]], [("global", "seen")], 0))

    def test_an_exception_ends_its_case_and_not_the_others(self):
        replies, changed, _ = run("def f(x):\n    return 1 // x", [[1], [0], [1]])
        self.assertEqual([reply[:1] for reply in replies], [protocol.ANSWER, protocol.RAISED, protocol.ANSWER])
        self.assertEqual(changed, [])

    def test_an_end_in_the_middle_leaves_what_came_before(self):
        replies, changed, code = run("import os\ndef f(x):\n    return os._exit(3) if x else 0", [[0], [1], [0]])
        self.assertEqual((answers(replies), changed, code), ([0], None, 3))

    def test_an_object_of_its_own_is_no_state(self):
        source = """
            class Solution:
                limit = 3
                def __init__(self):
                    self.seen = []
                def f(self, x):
                    self.seen.append(x)
                    return len(self.seen)
        """
        replies, changed, _ = run(source, [[1], [2]])
        self.assertEqual((answers(replies), changed), ([1, 1], []))

    def test_a_class_is_made_anew_for_each_case(self):
        source = "class f:\n    all = set()\n    def add(self, x):\n        self.all.add(x)\n        return len(self.all)"
        facts = {"methods": {"add": (None, None)}}
        replies, changed, _ = run(source, [([], [("add", [1])]), ([], [("add", [2])])], "class", **facts)
        self.assertEqual((answers(replies), changed), ([[1], [2]], [("class_attribute", "f.all")]))

    def test_whatever_lasts_is_looked_at(self):
        source = """
            import functools, collections
            class Box:
                pass
            box, deep, queue, count, same = Box(), [[{"a": []}]], collections.deque(), 0, {1: 2}
            class Holder:
                kept = []
                def keep(self, x, given={}):
                    self.kept.append(x)
                    given[x] = x
                @staticmethod
                def also(x, more=[]):
                    more.append(x)
            @functools.lru_cache(None)
            def cached(x, *, inner=[]):
                inner.append(x)
            def f(x, seen=[]):
                global count
                count += 1
                box.x = x
                deep[0][0]["a"].append(x)
                queue.append(x)
                seen.append(x)
                Holder().keep(x)
                Holder.also(x)
                cached(x)
                f.calls = count
        """
        _, changed, _ = run(source, [[1]])
        self.assertEqual(sorted(changed), [
            ("cache", "cached"),
            ("class_attribute", "Holder.kept"),
            ("default_argument", "Holder.also(more)"),
            ("default_argument", "Holder.keep(given)"),
            ("default_argument", "cached(inner)"),
            ("default_argument", "f(seen)"),
            ("function_attribute", "f"),
            ("global", "box"),
            ("global", "count"),
            ("global", "deep"),
            ("global", "queue"),
        ])  # fmt: skip

    def test_what_contains_itself_is_looked_at_to_an_end(self):
        source = "loop = []\nloop.append(loop)\ndef f(x):\n    loop.append(x)\n    return 0"
        self.assertEqual(run(source, [[1]])[1], [("global", "loop")])


if __name__ == "__main__":
    unittest.main()
