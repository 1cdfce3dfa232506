"""Arguments in, answers out: between plain values on the wire and what the declared types ask for.

The wire is marshal, version 2: plain values at C speed and nothing to import. A shape says where a type needs more
than a plain value: `None` where it does not, else a tuple such as `("list", ("tree",))`.
"""

from marshal import dumps

# Deeper answers are refused: the judge walks them recursively, and a value that contains itself has no end.
MAX_DEPTH = 200

SCALARS = frozenset({type(None), bool, int, float, str, bytes})
SEQUENCES = frozenset({list, tuple, set, frozenset})
PLAIN = SCALARS | SEQUENCES | {dict}

# A type's own name, whatever its metaclass says.
MODULE, QUALNAME = (type.__dict__[name].__get__ for name in ("__module__", "__qualname__"))


class Unencodable(Exception):
    """An answer that has no encoding: `args` are its type's name, the place in the answer, and the reason."""


class TreeNode:
    """A node of a binary tree."""

    def __init__(self, val=0, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right

    def __repr__(self):
        return f"TreeNode({self.val!r})"


class ListNode:
    """A node of a singly linked list."""

    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next

    def __repr__(self):
        return f"ListNode({self.val!r})"


for node_class in (TreeNode, ListNode):
    node_class.__module__ = "__main__"


def decode(value, shape):
    """The argument that a plain value stands for."""
    if shape is None:
        return value
    kind = shape[0]
    if kind == "optional":
        return None if value is None else decode(value, shape[1])
    if kind == "tree":
        return tree_from(value)
    if kind == "linked":
        return linked_from(value)
    if kind == "iterator":
        return iter([decode(item, shape[1]) for item in value])
    if kind == "list":
        return [decode(item, shape[1]) for item in value]
    if kind == "tuple_of":
        return tuple([decode(item, shape[1]) for item in value])
    if kind == "tuple":
        return tuple([decode(item, inner) for item, inner in zip(value, shape[1])])
    return {key: decode(item, shape[1]) for key, item in value.items()}


def tree_from(values):
    """A tree from its values in level order, None for a missing child."""
    if not values:
        return None
    root = TreeNode(values[0])
    parents = [root]
    index = 1
    for parent in parents:
        for side in ("left", "right"):
            if index < len(values):
                if values[index] is not None:
                    child = TreeNode(values[index])
                    setattr(parent, side, child)
                    parents.append(child)
                index += 1
    return root


def linked_from(values):
    """A linked list from its values."""
    head = None
    for value in reversed(values):
        head = ListNode(value, head)
    return head


def encode(answer, shape):
    """The bytes of an answer."""
    plain = answer if shape is None and is_plain(answer, MAX_DEPTH) else to_plain(answer, shape, "$", ())
    return dumps(plain, 2)


def is_plain(value, depth):
    """Whether marshal writes exactly this value: builtin types only, subclasses not, at most `depth` levels.

    The test of all items at once keeps a long list of numbers at C speed.
    """
    kind = type(value)
    if kind in SCALARS:
        return True
    if depth == 0:
        return False
    if kind is dict:
        return are_plain(value, depth - 1) and are_plain(value.values(), depth - 1)
    return kind in SEQUENCES and are_plain(value, depth - 1)


def are_plain(items, depth):
    kinds = set(map(type, items))
    if kinds <= SCALARS:
        return True
    if not kinds <= PLAIN:
        return False
    # Ends at the first item that is not: a value that contains itself twice would else be walked 2 ** depth times.
    for item in items:
        if type(item) not in SCALARS and not is_plain(item, depth):
            return False
    return True


def to_plain(value, shape, path, parents):
    """The plain value of an answer that is not plain itself: subclasses become their base, nodes become lists.

    Raises Unencodable where there is none.
    """
    if id(value) in parents:
        raise Unencodable(type_name(value), path, "it contains itself")
    if shape is not None:
        found, plain = by_shape(value, shape, path, parents)
        if found:
            return plain
    kind = type(value)
    if kind in SCALARS:
        return value
    for base in (dict, list, tuple, set, frozenset):
        if issubclass(kind, base):
            if len(parents) >= MAX_DEPTH:
                raise Unencodable(type_name(value), path, f"it is nested more than {MAX_DEPTH} levels deep")
            inside = (*parents, id(value))
            if base is dict:
                return plain_dict(value, None, path, inside)
            items = [
                item if type(item) in SCALARS else to_plain(item, None, f"{path}[{i}]", inside)
                for i, item in enumerate(base.__iter__(value))
            ]
            try:
                return items if base is list else base(items)
            except TypeError:
                raise Unencodable(type_name(value), path, "an item of it cannot be in a plain set") from None
    if issubclass(kind, int):
        return int.__int__(value)
    if issubclass(kind, float):
        return float.__float__(value)
    if issubclass(kind, str):
        return str.__str__(value)
    if issubclass(kind, bytes):
        return bytes.__getitem__(value, slice(None))
    raise Unencodable(type_name(value), path, "")


def plain_dict(value, shape, path, inside):
    """A dict whose values have this shape."""
    plain = {}
    for key, item in dict.items(value):
        plain_key = key if type(key) in SCALARS else to_plain(key, None, f"{path}.keys()", inside)
        if shape is not None or type(item) not in SCALARS:
            item = to_plain(item, shape, f"{path}[{short(key)}]", inside)
        try:
            plain[plain_key] = item
        except TypeError:
            raise Unencodable(type_name(key), f"{path}.keys()", "it cannot be a key of a plain dict") from None
    return plain


def by_shape(value, shape, path, parents):
    """Whether the declared shape says how to read this value, and the plain value. Ellipsis marks a node's list."""
    kind = shape[0]
    if kind == "optional":
        return (True, None) if value is None else by_shape(value, shape[1], path, parents)
    if kind == "tree":
        if value is None or hasattr(value, "left"):
            return True, (Ellipsis, "tree", tree_values(value, path))
        return False, None
    if kind == "linked":
        if value is None or hasattr(value, "next"):
            return True, (Ellipsis, "linked", linked_values(value, path))
        return False, None
    inside = (*parents, id(value))
    if kind == "iterator" and hasattr(type(value), "__iter__") and not isinstance(value, (str, bytes, dict)):
        return True, [to_plain(item, shape[1], f"{path}[{i}]", inside) for i, item in enumerate(value)]
    if kind in ("list", "tuple_of") and isinstance(value, (list, tuple)):
        return True, [to_plain(item, shape[1], f"{path}[{i}]", inside) for i, item in enumerate(value)]
    if kind == "tuple" and isinstance(value, (list, tuple)) and len(value) == len(shape[1]):
        inner = shape[1]
        return True, [to_plain(item, inner[i], f"{path}[{i}]", inside) for i, item in enumerate(value)]
    if kind == "dict" and isinstance(value, dict):
        return True, plain_dict(value, shape[1], path, inside)
    return False, None


def tree_values(root, path):
    """The values of a tree in level order, None for a missing child, no None at the end."""
    values = []
    level = [root]
    seen = set()
    for node in level:
        if node is None:
            values.append(None)
            continue
        if id(node) in seen:
            raise Unencodable("TreeNode", path, "a node is reached twice: this is not a tree")
        seen.add(id(node))
        values.append(scalar_value(node.val, path))
        level.append(node.left)
        level.append(node.right)
    while values and values[-1] is None:
        values.pop()
    return values


def linked_values(node, path):
    """The values of a linked list."""
    values = []
    seen = set()
    while node is not None:
        if id(node) in seen:
            raise Unencodable("ListNode", path, "the list has a cycle")
        seen.add(id(node))
        values.append(scalar_value(node.val, path))
        node = node.next
    return values


def scalar_value(value, path):
    return value if type(value) in SCALARS else to_plain(value, None, path, ())


def short(key):
    """A dict key in a place's name; never calls code of the candidate's."""
    kind = type(key)
    if kind is str or kind is bytes:
        key = key[:40]
    # Python refuses to write very long ints in decimals.
    elif kind not in SCALARS or (kind is int and key.bit_length() > 128):
        return type_name(key)
    return repr(key)[:40]


def type_name(value):
    """The name of a value's type, with its module outside the builtins; never calls code of the candidate's."""
    kind = type(value)
    module, name = MODULE(kind), str.__str__(QUALNAME(kind))
    return f"{module}.{name}" if type(module) is str and module not in ("builtins", "__main__") else name
