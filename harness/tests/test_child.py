"""One case in a process of its own: what it writes to the reply, and how it leaves."""

import marshal
import unittest

import forked_case
import harness_path
from kumite_harness import child, protocol


def answered(test, reply):
    """The values after the letters of an answer."""
    test.assertEqual(reply[:2], protocol.LOADED + protocol.ANSWER, reply)
    return marshal.loads(reply[2:])


class ExitCodes(unittest.TestCase):
    def test_as_python_gives_them(self):
        for code, expected in [(None, 0), (0, 0), (3, 3), (True, 1), (256, 0), (-1, 255)]:
            self.assertEqual(child.exit_code(SystemExit(code)), expected)


class Functions(unittest.TestCase):
    def test_the_answer_follows_the_word_that_it_is_loaded(self):
        made = forked_case.solution("def f(x):\n    print('said')\n    return [x, x + 1]")
        reply, code, out, err = forked_case.run(made, [3])
        self.assertEqual((answered(self, reply), code, out, err), ([3, 4], 0, b"said\n", b""))

    def test_a_changed_argument_is_the_answer_where_it_is_asked_for(self):
        made = forked_case.solution("def f(xs):\n    xs.sort()", mutates=0)
        self.assertEqual(answered(self, forked_case.run(made, [[2, 1]])[0]), [1, 2])

    def test_none_comes_with_the_arguments_as_they_are_afterwards(self):
        made = forked_case.solution("def f(xs):\n    xs.sort()")
        reply = forked_case.run(made, [[2, 1]])[0]
        self.assertEqual(reply, b"LAN" + marshal.dumps([[2, 1][::-1]], 2))

    def test_an_exception_before_the_call_comes_without_the_word(self):
        for source in ["1 / 0", "raise SystemExit(0)"]:
            reply, code, *_ = forked_case.run(forked_case.solution(source), [1])
            self.assertEqual((reply[:1], code), (protocol.RAISED, 0))

    def test_an_exception_in_the_call_comes_after_it(self):
        reply, *_ = forked_case.run(forked_case.solution("def f(x):\n    return 1 // x"), [0])
        self.assertEqual(reply[:2], protocol.LOADED + protocol.RAISED)
        self.assertEqual(marshal.loads(reply[2:])[0], "ZeroDivisionError")

    def test_a_missing_entry_comes_with_the_names_there_are(self):
        reply, *_ = forked_case.run(forked_case.solution("def g(x):\n    return x"), [0])
        self.assertEqual((reply[:1], marshal.loads(reply[1:])), (protocol.MISSING, ("g",)))

    def test_an_answer_without_an_encoding_says_where(self):
        reply, *_ = forked_case.run(forked_case.solution("def f(x):\n    return [object()]"), [0])
        self.assertEqual(reply[:2], protocol.LOADED + protocol.UNENCODABLE)
        self.assertEqual(marshal.loads(reply[2:]), ("object", "$[0]", ""))

    def test_no_memory_at_all_is_still_said(self):
        reply, *_ = forked_case.run(forked_case.solution("def f(x):\n    raise MemoryError"), [0])
        self.assertEqual(marshal.loads(reply[2:])[0], "MemoryError")
        self.assertEqual(marshal.loads(child.OUT_OF_MEMORY[1:])[0], "MemoryError")

    def test_replaced_streams_do_not_cost_the_answer(self):
        made = forked_case.solution("import sys\ndef f(x):\n    sys.stdout = sys.stderr = None\n    return x")
        self.assertEqual(answered(self, forked_case.run(made, [5])[0]), 5)


class Classes(unittest.TestCase):
    SOURCE = """
    class Box:
        def __init__(self, items):
            self.items = items
        def add(self, x):
            self.items.append(x)
            return self.items
        def fail(self):
            raise KeyError("k")
        def odd(self):
            return [object()]
    """

    def run_calls(self, calls):
        methods = {"add": (None, None), "fail": (None, None), "odd": (None, None)}
        made = forked_case.solution(self.SOURCE, "class", "Box", methods=methods)
        return forked_case.run(made, ([[0]], calls))[0]

    def test_answers_are_kept_as_they_were_after_each_call(self):
        reply = self.run_calls([("add", [1]), ("add", [2])])
        self.assertEqual(answered(self, reply), [[0, 1], [0, 1, 2]])

    def test_an_exception_says_which_call_it_was(self):
        reply = self.run_calls([("add", [1]), ("fail", [])])
        self.assertEqual((reply[:2], marshal.loads(reply[2:])[3]), (protocol.LOADED + protocol.RAISED, 1))

    def test_an_answer_without_an_encoding_says_which_call_it_was(self):
        reply = self.run_calls([("add", [1]), ("odd", [])])
        self.assertEqual(marshal.loads(reply[2:])[1], "$[1][0]")


class Programs(unittest.TestCase):
    def run_program(self, source, stdin=b""):
        return forked_case.run(forked_case.solution(source, "stdin"), None, stdin)

    def test_a_file_runs_as_main_with_its_input(self):
        source = "import sys\nif __name__ == '__main__':\n    print(input(), sys.argv)"
        reply, code, out, _ = self.run_program(source, b"hello\n")
        self.assertEqual((reply, code, out), (b"LF", 0, b"hello ['solution.py']\n"))

    def test_it_leaves_with_its_own_exit_code(self):
        self.assertEqual(self.run_program("raise SystemExit(3)")[:2], (b"LF", 3))
        reply, code, _, err = self.run_program("raise SystemExit('why')")
        self.assertEqual((reply, code, err), (b"LF", 1, b"why\n"))

    def test_exit_and_quit_are_there(self):
        self.assertEqual(self.run_program("print(1)\nexit()")[:3], (b"LF", 0, b"1\n"))
        self.assertEqual(self.run_program("quit(4)")[:2], (b"LF", 4))

    def test_threads_and_what_is_registered_for_the_exit_end_first(self):
        source = """
        import atexit, threading, time
        atexit.register(print, "last")
        def late():
            time.sleep(0.05)
            print("thread")
        threading.Thread(target=late).start()
        print("main")
        """
        self.assertEqual(self.run_program(source)[2], b"main\nthread\nlast\n")

    def test_an_exception_is_reported_and_what_was_printed_stays(self):
        reply, _, out, _ = self.run_program("print('said')\nraise KeyError(1)")
        self.assertEqual((reply[:2], out), (protocol.LOADED + protocol.RAISED, b"said\n"))


class Generators(unittest.TestCase):
    def test_the_same_seed_gives_the_same_input(self):
        source = "def f(rng, n):\n    return [[rng.randrange(100) for _ in range(n)]]"
        made = forked_case.solution(source, "generator")
        first, second, other = (forked_case.run(made, (seed, {"n": 20}))[0] for seed in (7, 7, 8))
        self.assertEqual(len(answered(self, first)[0]), 20)
        self.assertEqual(first, second)
        self.assertNotEqual(first, other)


class Compiling(unittest.TestCase):
    def compiled(self, *sources):
        files = [(source, f"file{index}.py") for index, source in enumerate(sources)]
        return forked_case.in_fork(lambda: child.compile_files(files))[0]

    def test_code_objects_come_in_order(self):
        reply = self.compiled(b"x = 1", b"y = 2")
        self.assertEqual(reply[:1], protocol.CODE)
        self.assertEqual([code.co_filename for code in marshal.loads(reply[1:])], ["file0.py", "file1.py"])

    def test_the_first_file_must_compile(self):
        for source in [b"def f(:", b"x = '\xff'", b"\0", b"(" * 100_000]:
            self.assertEqual(self.compiled(source)[:1], protocol.RAISED, source[:20])

    def test_in_the_place_of_another_that_does_not_stands_its_text(self):
        codes = marshal.loads(self.compiled(b"x = 1", b"def f(:")[1:])
        self.assertIn("file1.py, line 1", codes[1])


if __name__ == "__main__":
    unittest.main()
