"""The rehearsal leaves nothing behind."""

import os
import sys
import unittest

import forked_case
import harness_path
from kumite_harness import rehearsal


class Rehearsal(unittest.TestCase):
    def test_a_case_still_has_its_streams_and_all_of_its_input(self):
        def action():
            before = sys.stdin, sys.stdout, sys.stderr
            with open(os.devnull) as nothing:
                given = os.dup(0)
                os.dup2(nothing.fileno(), 0)
                rehearsal.rehearse()
                os.dup2(given, 0)
            assert (sys.stdin, sys.stdout, sys.stderr) == before
            print(sys.stdin.readline().strip(), sys.stdin.read())
            sys.stdout.flush()
            os._exit(0)

        reply, code, out, err = forked_case.in_fork(action, b"1\n2 3")
        self.assertEqual((reply, code, out, err), (b"", 0, b"1 2 3\n", b""))


if __name__ == "__main__":
    unittest.main()
