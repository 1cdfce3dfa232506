"""The codec: what a declared type makes of a plain value, and what an answer becomes on the wire."""

import collections
import enum
import marshal
import math
import unittest

import harness_path
from kumite_harness import codec

TREE, LINKED = ("tree",), ("linked",)


def sent(answer, shape=None):
    """What the judge reads."""
    return marshal.loads(codec.encode(answer, shape))


def values_of(node):
    values = []
    while node is not None:
        values.append(node.val)
        node = node.next
    return values


class Decoding(unittest.TestCase):
    def test_a_plain_value_stays_the_object_that_it_is(self):
        value = [1, {"a": (2.5, None)}]
        self.assertIs(codec.decode(value, None), value)

    def test_a_tree_is_built_in_level_order(self):
        root = codec.decode([1, None, 2, 3, None, 4], TREE)
        self.assertEqual((root.val, root.left), (1, None))
        right = root.right
        self.assertEqual((right.val, right.left.val, right.right), (2, 3, None))
        self.assertEqual((right.left.left.val, right.left.right), (4, None))

    def test_no_values_are_no_node(self):
        self.assertIsNone(codec.decode([], TREE))
        self.assertIsNone(codec.decode([], LINKED))

    def test_a_linked_list_keeps_its_order(self):
        self.assertEqual(values_of(codec.decode([3, 1, 2], LINKED)), [3, 1, 2])

    def test_an_iterator_can_be_read_once(self):
        stream = codec.decode([1, 2], ("iterator", None))
        self.assertNotIsInstance(stream, list)
        self.assertEqual((list(stream), list(stream)), ([1, 2], []))

    def test_shapes_reach_into_lists_tuples_dicts_and_optionals(self):
        self.assertEqual([values_of(head) for head in codec.decode([[1], []], ("list", LINKED))], [[1], []])
        first, second = codec.decode((7, [1]), ("tuple", [None, LINKED]))
        self.assertEqual((first, values_of(second)), (7, [1]))
        heads = codec.decode(([1], [2]), ("tuple_of", LINKED))
        self.assertIsInstance(heads, tuple)
        self.assertEqual(values_of(heads[1]), [2])
        self.assertEqual(codec.decode({"a": [5]}, ("dict", TREE))["a"].val, 5)
        self.assertIsNone(codec.decode(None, ("optional", TREE)))
        self.assertEqual(codec.decode([5], ("optional", TREE)).val, 5)


class RoundTrips(unittest.TestCase):
    def test_what_is_decoded_is_encoded_again(self):
        for shape, value, wire in [
            (TREE, [1, None, 2, 3], (..., "tree", [1, None, 2, 3])),
            (TREE, [], (..., "tree", [])),
            (LINKED, [1, 2], (..., "linked", [1, 2])),
            (("list", LINKED), [[1], []], [(..., "linked", [1]), (..., "linked", [])]),
            (("iterator", None), [1, 2], [1, 2]),
            (("tuple", [None, TREE]), (7, [1]), [7, (..., "tree", [1])]),
            (("dict", TREE), {"a": [1]}, {"a": (..., "tree", [1])}),
            (("optional", LINKED), [1], (..., "linked", [1])),
            (("optional", LINKED), None, None),
        ]:
            with self.subTest(shape=shape, value=value):
                self.assertEqual(sent(codec.decode(value, shape), shape), wire)

    def test_trailing_gaps_of_a_tree_are_not_sent(self):
        root = codec.TreeNode(1, codec.TreeNode(2))
        self.assertEqual(sent(root, TREE), (..., "tree", [1, 2]))

    def test_a_long_linked_list_and_a_deep_tree_need_no_recursion(self):
        values = list(range(50_000))
        self.assertEqual(sent(codec.decode(values, LINKED), LINKED)[2], values)
        root = None
        for value in range(5_000):
            root = codec.TreeNode(value, None, root)
        self.assertEqual(len(sent(root, TREE)[2]), 2 * 5_000 - 1)

    def test_nodes_of_the_candidates_own_class_are_read_too(self):
        class Node:
            def __init__(self, val):
                self.val, self.left, self.right, self.next = val, None, None, None

        self.assertEqual(sent(Node(1), TREE), (..., "tree", [1]))
        self.assertEqual(sent(Node(1), LINKED), (..., "linked", [1]))


class Encoding(unittest.TestCase):
    def test_builtin_values_keep_value_and_type(self):
        values = [None, True, 0, -(10**6000), 2.5, "é", b"\0", (1,), [1], {1: "a"}, {1}, frozenset({2})]
        for value in values:
            back = sent(value)
            self.assertEqual((type(back), back), (type(value), value))
        self.assertTrue(math.isnan(sent(math.nan)))
        self.assertEqual(sent(values[:4]), values[:4])

    def test_subclasses_become_their_base(self):
        class Text(str):
            def __str__(self):
                raise AssertionError("nobody asked")

        class Blob(bytes):
            pass

        class Real(float):
            pass

        class Color(enum.IntEnum):
            RED = 3

        point = collections.namedtuple("point", "x y")
        for value, plain in [
            (Text("a"), "a"),
            (Blob(b"a"), b"a"),
            (Real(1.5), 1.5),
            (Color.RED, 3),
            (point(1, 2), (1, 2)),
            (collections.Counter("aab"), {"a": 2, "b": 1}),
            (collections.OrderedDict(b=1, a=[Color.RED]), {"b": 1, "a": [3]}),
            ([{Color.RED: Text("x")}], [{3: "x"}]),
        ]:
            with self.subTest(value=value.__class__):
                back = sent(value)
                self.assertEqual((type(back), back), (type(plain), plain))

    def test_a_subclass_that_lies_about_its_content_is_not_asked(self):
        class Liar(list):
            def __iter__(self):
                raise AssertionError("nobody asked")

            def __len__(self):
                return 0

        self.assertEqual(sent(Liar([1, 2])), [1, 2])

    def test_what_has_no_encoding_says_its_type_and_place(self):
        class Thing:
            pass

        for answer, shape, facts in [
            (object(), None, ("object", "$", "")),
            ([1, {"a": range(3)}], None, ("range", "$[1]['a']", "")),
            ({(1, 2): {3: 1j}}, None, ("complex", "$[tuple][3]", "")),
            ({1: 2, collections.deque: 3}, None, ("type", "$.keys()", "")),
            ((n for n in [1]), ("list", TREE), ("generator", "$", "")),
            ([Thing()], None, (f"{__name__}.{Thing.__qualname__}", "$[0]", "")),
            (codec.TreeNode(1j), TREE, ("complex", "$", "")),
        ]:
            with self.subTest(facts=facts):
                with self.assertRaises(codec.Unencodable) as caught:
                    codec.encode(answer, shape)
                self.assertEqual(caught.exception.args, facts)

    def test_an_item_that_a_plain_set_cannot_hold_has_no_encoding(self):
        class Hashable(list):
            def __hash__(self):
                return 1

        for answer, place in [({Hashable()}, "$"), ({Hashable(): 1}, "$.keys()")]:
            with self.assertRaises(codec.Unencodable) as caught:
                codec.encode(answer, None)
            self.assertEqual(caught.exception.args[1], place)

    def test_a_huge_int_as_a_key_is_no_trouble(self):
        answer = collections.defaultdict(list, {10**5000: [1]})
        self.assertEqual(sent(answer), dict(answer))


class Cycles(unittest.TestCase):
    def refused(self, answer, shape=None):
        with self.assertRaises(codec.Unencodable) as caught:
            codec.encode(answer, shape)
        return caught.exception.args

    def test_a_list_in_itself_is_refused(self):
        answer = [1]
        answer.append(answer)
        self.assertEqual(self.refused(answer), ("list", "$[1]", "it contains itself"))

    def test_a_value_that_contains_itself_often_is_refused_as_fast(self):
        answer = {}
        answer.update(next=answer, previous=answer, others=[answer, answer])
        self.assertEqual(self.refused(answer)[2], "it contains itself")

    def test_nodes_that_come_back_are_refused(self):
        head = codec.ListNode(1, codec.ListNode(2))
        head.next.next = head
        self.assertEqual(self.refused(head, LINKED)[2], "the list has a cycle")
        root = codec.TreeNode(1)
        root.left = root.right = codec.TreeNode(2)
        self.assertEqual(self.refused(root, TREE)[2], "a node is reached twice: this is not a tree")

    def test_the_same_value_twice_is_no_cycle(self):
        row = [0]
        self.assertEqual(sent([row, row]), [[0], [0]])
        row = collections.deque([0])
        self.assertEqual(self.refused([row])[2], "")


class Depth(unittest.TestCase):
    def nested(self, levels, innermost):
        value = innermost
        for _ in range(levels - 1):
            value = [value]
        return value

    def test_as_deep_as_allowed_and_no_deeper(self):
        # The innermost list decides whether the answer is plain or has to be made so.
        counter = collections.Counter("a")
        for innermost in ([1], counter, []):
            with self.subTest(innermost=type(innermost)):
                self.assertEqual(sent(self.nested(codec.MAX_DEPTH, innermost)), self.nested(codec.MAX_DEPTH, innermost))
                with self.assertRaises(codec.Unencodable) as caught:
                    codec.encode(self.nested(codec.MAX_DEPTH + 1, innermost), None)
                self.assertEqual(caught.exception.args[2], f"it is nested more than {codec.MAX_DEPTH} levels deep")

    def test_far_too_deep_is_refused_too(self):
        with self.assertRaises(codec.Unencodable):
            codec.encode(self.nested(100_000, [1]), None)


class Names(unittest.TestCase):
    def test_a_types_name_has_its_module_outside_the_builtins(self):
        self.assertEqual(codec.type_name(1), "int")
        self.assertEqual(codec.type_name(collections.deque()), "collections.deque")
        self.assertEqual(codec.type_name(codec.TreeNode()), "TreeNode")

    def test_a_key_in_a_place_never_runs_code_of_the_candidates(self):
        class Key:
            def __repr__(self):
                raise AssertionError("nobody asked")

        self.assertEqual(codec.short(Key()), f"{__name__}.{Key.__qualname__}")
        self.assertEqual(codec.short("k" * 100), "'" + "k" * 39)


if __name__ == "__main__":
    unittest.main()
