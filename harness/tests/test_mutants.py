"""Mutants of small sources: what is changed, and that every mutant is a program with that change and no other."""

import textwrap
import unittest

import harness_path
import mutants


def changes(source):
    """The changes of a source, as "before -> after"."""
    return [f"{before} -> {after}" for _, before, after, _ in mutants.mutants(textwrap.dedent(source))]


class Mutants(unittest.TestCase):
    def test_a_boundary_is_on_the_wrong_side_or_the_comparison_turned_round(self):
        self.assertEqual(changes("a < b < c"), [
            "a < b < c -> ",
            "a < b < c -> a <= b < c",
            "a < b < c -> a >= b < c",
            "a < b < c -> a < b <= c",
            "a < b < c -> a < b >= c",
        ])  # fmt: skip
        self.assertIn("a in b -> a not in b", changes("x = a in b"))

    def test_constants_are_off_by_one_and_texts_empty(self):
        self.assertEqual(changes("x = 2")[1:], ["2 -> 3", "2 -> 1"])
        self.assertEqual(changes("x = [True, 'a', None, '']")[1:], ["True -> False", "'a' -> ''"])

    def test_operators_are_others(self):
        self.assertEqual(changes("x = a + b")[1:], ["a + b -> a - b"])
        self.assertEqual(changes("x = -a")[1:], ["-a -> a"])
        self.assertEqual(changes("x = not a")[1:], ["not a -> a"])
        self.assertEqual(changes("x += y"), ["x += y -> ", "x += y -> x -= y"])
        self.assertEqual(changes("x = a and b")[1:], ["a and b -> a or b", "a and b -> b", "a and b -> a"])

    def test_statements_and_branches_are_left_out(self):
        source = """
            def f(a):
                "It says what it does."
                while a:
                    if a.b:
                        break
                return a
        """
        self.assertEqual(changes(source), ["a -> False", "a.b -> True", "a.b -> False", "break -> ", "return a -> "])
        self.assertIn("b -> True", changes("x = [a for a in c if b]"))

    def test_slices_are_off_by_one_at_each_end(self):
        self.assertEqual(changes("x = a[i:]")[1:], ["a[i:] -> a[i + 1:]", "a[i:] -> a[i - 1:]"])
        self.assertIn("a[:3] -> a[:4]", changes("x = a[:3]"))

    def test_what_is_sorted_is_sorted_by_less_or_not_at_all(self):
        self.assertEqual(changes("x = sorted(a, key=k, reverse=r)")[1:], [
            "sorted(a, key=k, reverse=r) -> sorted(a, reverse=r)",
            "sorted(a, key=k, reverse=r) -> sorted(a, key=k)",
            "sorted(a, key=k, reverse=r) -> list(a)",
        ])  # fmt: skip
        self.assertIn("a.sort(key=lambda p: (p.b, p.c)) -> a.sort(key=lambda p: (p.c,))",
                      changes("a.sort(key=lambda p: (p.b, p.c))"))  # fmt: skip
        self.assertEqual(changes("x = other(a, key=k)")[1:], [])

    def test_what_decides_nothing_is_left_alone(self):
        self.assertEqual(changes('"""Text."""\nfrom __future__ import annotations\nx: list[1]\n'), [])
        self.assertEqual(changes('def f(a: "int" = b, *, c: 1 = d) -> 2: ...'), [])
        self.assertEqual(changes('if __name__ == "__main__":\n    main()'), ["main() -> "])
        self.assertEqual(changes('x = f"{a + 1}"')[1:], [])

    def test_only_the_named_piece_of_the_source_changes(self):
        source = "# ä comment\nx = 'ö' if a < (\n    b\n) else 'ü'  # stays\n"
        found = {after: mutant for _, _, after, mutant in mutants.mutants(source)}
        self.assertEqual(found["a <= b"], "# ä comment\nx = 'ö' if (a <= b) else 'ü'  # stays\n")
        self.assertEqual(found[""], "# ä comment\npass  # stays\n")
        lines = [line for line, *_ in mutants.mutants(source)]
        self.assertEqual(set(lines), {2, 4})

    def test_every_mutant_compiles_and_there_are_no_two_alike(self):
        source = (harness_path.HARNESS / "kumite_harness" / "trace.py").read_text()
        found = [mutant for *_, mutant in mutants.mutants(source)]
        self.assertGreater(len(found), 30)
        self.assertEqual(len(set(found)), len(found))
        self.assertNotIn(source, found)
        self.assertTrue(all(map(mutants.is_python, found)))
        # Where a name is matched against, no expression may stand.
        self.assertTrue(all(map(mutants.is_python, [one[3] for one in mutants.mutants("match x:\n    case 1: y = 2")])))


if __name__ == "__main__":
    unittest.main()
