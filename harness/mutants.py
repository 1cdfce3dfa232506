"""Makes the mutants of a reference: copies of its source with one small mistake each.

It runs as author's code, within the walls of a case. Which mutants are tried, and which of them the cases tell from the
reference, is the judge's business.
"""

import ast

# What a person writes by mistake: the boundary on the wrong side, the opposite, another operator.
COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
}
# Statements without which the rest may still run.
DROPPED = (ast.Assign, ast.AugAssign, ast.Delete, ast.Return, ast.Raise, ast.Continue, ast.Break)
# What orders its argument, and the options that say how.
SORTING = {"sorted", "sort", "min", "max", "nlargest", "nsmallest"}
ORDERS = {"key", "reverse"}


def mutants(source):
    """Each mutant: its line, what stood there, what stands there now (nothing: it is left out), the whole source."""
    whole = source.encode()
    starts = [0]
    for line in whole.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    seen = {source}
    made = []
    for node, other in changes(ast.parse(source)):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        text = ast.unparse(other)
        inserted = f"({text})" if isinstance(other, ast.expr) else text
        mutant = (whole[:start] + inserted.encode() + whole[end:]).decode()
        if mutant not in seen and is_python(mutant):
            seen.add(mutant)
            before = " ".join(whole[start:end].decode().split())
            made.append((node.lineno, before, "" if isinstance(other, ast.Pass) else text, mutant))
    return made


def is_python(source):
    """Whether it compiles: where a pattern or a target stands, not every expression may."""
    try:
        compile(source, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def changes(node):
    """The nodes that can be changed, with what takes their place, in the order of the source."""
    if isinstance(node, ast.stmt):
        yield from ((node, other) for other in other_statements(node))
    elif isinstance(node, ast.expr):
        yield from ((node, other) for other in other_expressions(node))
    if isinstance(node, ast.If) and not is_guard(node.test):
        yield from ((node.test, ast.Constant(taken)) for taken in (True, False))
    elif isinstance(node, ast.While):
        yield node.test, ast.Constant(False)
    elif isinstance(node, ast.comprehension):
        yield from ((condition, ast.Constant(True)) for condition in node.ifs)
    for child in parts(node):
        yield from changes(child)


def parts(node):
    """The children that decide what the program does: no annotation, no text that documents, no guard of a script."""
    if isinstance(node, ast.JoinedStr):
        # Until Python 3.12 nothing in it has a place of its own.
        return
    if isinstance(node, ast.If) and is_guard(node.test):
        yield from node.body
        return
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not is_text(child):
                yield child


def is_text(node):
    """Whether it is a docstring, or another text that stands for itself."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def is_guard(test):
    """Whether it is `__name__ == "__main__"`."""
    return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"


def other_statements(node):
    """What can stand in the place of a statement."""
    assigned = isinstance(node, ast.AnnAssign) and node.value is not None
    called = isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
    if isinstance(node, DROPPED) or assigned or called:
        yield ast.Pass()
    if isinstance(node, ast.AugAssign) and type(node.op) in ARITHMETIC:
        yield ast.AugAssign(node.target, ARITHMETIC[type(node.op)](), node.value)


def other_expressions(node):
    """What can stand in the place of an expression."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            for other in COMPARISONS[type(operator)]:
                yield ast.Compare(node.left, [*node.ops[:at], other(), *node.ops[at + 1 :]], node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        for at in range(len(node.values)):
            left = node.values[:at] + node.values[at + 1 :]
            yield left[0] if len(left) == 1 else ast.BoolOp(node.op, left)
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        yield ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)
    elif isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.UAdd):
        yield node.operand
    elif isinstance(node, ast.Constant):
        yield from map(ast.Constant, other_constants(node.value))
    elif isinstance(node, ast.Call):
        yield from other_calls(node)
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        yield from other_slices(node)
    elif isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)


def other_constants(value):
    """Off by one, the other truth value, an empty text."""
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, (int, float)):
        return (value + 1, value - 1)
    if isinstance(value, (str, bytes)) and value:
        return (value[:0],)
    return ()


def other_calls(node):
    """Sorting by something else, or not at all."""
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name not in SORTING:
        return
    for at, keyword in enumerate(node.keywords):
        if keyword.arg not in ORDERS:
            continue
        others = node.keywords[:at] + node.keywords[at + 1 :]
        yield ast.Call(node.func, node.args, others)
        key = keyword.value
        if isinstance(key, ast.Lambda) and isinstance(key.body, ast.Tuple):
            for part in range(len(key.body.elts)):
                left = ast.Tuple(key.body.elts[:part] + key.body.elts[part + 1 :], ast.Load())
                changed = ast.keyword("key", ast.Lambda(key.args, left))
                yield ast.Call(node.func, node.args, [*others, changed])
    if name == "sorted":
        yield ast.Call(ast.Name("list", ast.Load()), node.args, [])


def other_slices(node):
    """Each end of a slice off by one."""
    ends = node.slice
    for step in (1, -1):
        if ends.lower is not None:
            yield ast.Subscript(node.value, ast.Slice(off_by(ends.lower, step), ends.upper, ends.step), ast.Load())
        if ends.upper is not None:
            yield ast.Subscript(node.value, ast.Slice(ends.lower, off_by(ends.upper, step), ends.step), ast.Load())


def off_by(node, step):
    """The expression plus or minus one."""
    if isinstance(node, ast.Constant):
        return ast.Constant(node.value + step)
    return ast.BinOp(node, ast.Add() if step > 0 else ast.Sub(), ast.Constant(1))
