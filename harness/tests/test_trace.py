"""Exceptions as facts, whatever the exception does to prevent it."""

import marshal
import unittest

import harness_path
from kumite_harness import trace

FILE_NAME = "solution.py"


def facts_of(source, call=None):
    """Type, message, frames, call and earlier ones of the exception that a file raises."""
    try:
        exec(compile(source, FILE_NAME, "exec"), {"__name__": "solution"})
    except BaseException as error:
        return marshal.loads(trace.describe(error, frozenset({FILE_NAME}), call))
    raise AssertionError("it raised nothing")


class Describing(unittest.TestCase):
    def test_type_message_frames_and_call(self):
        facts = facts_of("def f():\n    raise ValueError('no')\nf()\n", 4)
        frames = [(FILE_NAME, 3, None, "<module>", 0, 0), (FILE_NAME, 2, None, "f", 0, 0)]
        self.assertEqual(facts, ("ValueError", "no", frames, 4, []))

    def test_frames_of_other_files_are_left_out(self):
        _, _, frames, *_ = facts_of("import json\njson.loads('{')\n")
        self.assertEqual(frames, [(FILE_NAME, 2, None, "<module>", 0, 0)])

    def test_a_syntax_error_has_its_own_place(self):
        try:
            compile("x = 1\ndef f(:\n", FILE_NAME, "exec")
        except SyntaxError as error:
            _, _, frames, *_ = marshal.loads(trace.describe(error, {FILE_NAME}, None))
        self.assertEqual(frames, [(FILE_NAME, 2, 7, "<module>", 0, 0)])

    def test_of_a_recursion_every_frame_is_counted(self):
        source = "def f(n):\n    if n:\n        f(n - 1)\n    else:\n        1 / 0\nf(300)\n"
        frames = [(FILE_NAME, 6, None, "<module>", 0, 0), (FILE_NAME, 3, None, "f", 299, 0), (FILE_NAME, 5, None, "f", 0, 0)]
        self.assertEqual(facts_of(source)[2], frames)

    def test_a_recursion_of_two_functions_is_cut_in_the_middle(self):
        source = "def f(n):\n    g(n - 1)\ndef g(n):\n    f(n - 1) if n else 1 / 0\nf(301)\n"
        frames = facts_of(source)[2]
        self.assertEqual(len(frames), trace.MAX_FRAMES)
        self.assertEqual([frame[3] for frame in frames[:3] + frames[-2:]], ["<module>", "f", "g", "f", "g"])
        left_out = [frame[5] for frame in frames]
        # The module and 302 calls, less those that are kept.
        self.assertEqual((left_out[trace.MAX_FRAMES // 2 - 1], sum(left_out)), (303 - trace.MAX_FRAMES,) * 2)

    def test_what_led_to_an_exception(self):
        source = """
def f():
    try:
        {}["a"]
    except KeyError as error:
        raise ValueError("no") from error
try:
    f()
except ValueError:
    1 / 0
"""
        first = (True, "KeyError", "'a'", [(FILE_NAME, 4, None, "f", 0, 0)])
        frames = [(FILE_NAME, 8, None, "<module>", 0, 0), (FILE_NAME, 6, None, "f", 0, 0)]
        second = (False, "ValueError", "no", frames)
        self.assertEqual(facts_of(source)[4], [first, second])

    def test_what_from_none_hides(self):
        source = "try:\n    {}['a']\nexcept KeyError:\n    raise ValueError from None\n"
        self.assertEqual(facts_of(source)[4], [])

    def test_a_long_message_is_cut(self):
        self.assertEqual(len(facts_of("raise ValueError('x' * 10**6)")[1]), trace.MAX_MESSAGE)

    def test_lone_surrogates_are_written_out(self):
        self.assertEqual(facts_of("raise ValueError('a\\ud800')")[1], "a\\ud800")
        self.assertEqual(facts_of("class E(Exception):\n    __qualname__ = 'a\\udc80'\nraise E")[0], "solution.a\\udc80")


class Hostile(unittest.TestCase):
    def test_an_exception_without_a_readable_text(self):
        source = "class E(Exception):\n    def __str__(self):\n        raise SystemExit(3)\nraise E\n"
        name, message, frames, *_ = facts_of(source)
        self.assertEqual((name, message), ("solution.E", "<the exception's text cannot be read>"))
        self.assertEqual(frames, [(FILE_NAME, 4, None, "<module>", 0, 0)])

    def test_a_text_that_is_no_plain_str(self):
        source = """
class Text(str):
    def __getitem__(self, key):
        return 7
class E(Exception):
    def __str__(self):
        return Text("said")
raise E
"""
        self.assertEqual(facts_of(source)[1], "said")

    def test_a_syntax_error_with_nonsense_for_a_place(self):
        for place in ["[], 'x'", f"'{FILE_NAME}', 'x'", f"'{FILE_NAME}', -1", f"'{FILE_NAME}', 10**20"]:
            source = f"error = SyntaxError('odd')\nerror.filename, error.lineno = {place}\nraise error\n"
            name, _, frames, *_ = facts_of(source)
            self.assertEqual((name, frames), ("SyntaxError", [(FILE_NAME, 3, None, "<module>", 0, 0)]))

    def test_a_traceback_attribute_of_the_candidates_is_not_asked(self):
        source = "class E(Exception):\n    __traceback__ = 5\nraise E\n"
        self.assertEqual(facts_of(source)[2], [(FILE_NAME, 3, None, "<module>", 0, 0)])

    def test_causes_in_a_circle_and_without_end(self):
        circle = "a, b = ValueError('a'), KeyError('b')\na.__cause__, b.__cause__ = b, a\nraise a\n"
        self.assertEqual([facts[:3] for facts in facts_of(circle)[4]], [(True, "KeyError", "'b'")])
        itself = "error = ValueError('a')\nerror.__cause__ = error\nraise error\n"
        self.assertEqual(facts_of(itself)[4], [])
        chain = "error = None\nfor n in range(10**5):\n    new = ValueError(n)\n    new.__cause__, error = error, new\nraise error\n"
        self.assertEqual([facts[2] for facts in facts_of(chain)[4]], [str(99_999 - n) for n in (5, 4, 3, 2, 1)])

    def test_a_type_with_a_nonsense_module(self):
        source = "class E(Exception):\n    pass\nE.__module__ = 5\nraise E\n"
        self.assertEqual(facts_of(source)[0], "E")

    def test_a_type_whose_names_are_traps(self):
        source = """
class Meta(type):
    def __getattribute__(cls, name):
        raise ValueError
class E(Exception, metaclass=Meta):
    pass
raise E("said")
"""
        self.assertEqual(facts_of(source)[:2], ("solution.E", "said"))


if __name__ == "__main__":
    unittest.main()
