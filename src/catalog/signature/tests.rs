//! Signatures that are understood, and what is said of those that are not.

use super::{Signature, parse_class, parse_function};
use crate::model::{Entry, Type};

fn function(text: &str) -> String {
    show(text, parse_function(text))
}

fn class(text: &str) -> String {
    show(text, parse_class(text))
}

/// The entry in one line per function, or one line per error with what stands at its place.
fn show(text: &str, signature: Signature) -> String {
    if !signature.errors.is_empty() {
        let lines = signature.errors.iter().map(|error| {
            let there: String = text[error.at..].chars().take(12).take_while(|&c| c != '\n').collect();
            format!("{} at `{there}`. {}\n", error.message, error.hint)
        });
        return lines.collect();
    }
    let params = |params: &[crate::model::Param]| {
        let params: Vec<String> = params.iter().map(|param| format!("{}: {}", param.name, param.ty)).collect();
        params.join(", ")
    };
    match signature.entry.unwrap() {
        Entry::Function { name, params: list, returns, .. } => format!("{name}({}) -> {returns}", params(&list)),
        Entry::Class { name, init, methods } => {
            let methods = methods
                .iter()
                .map(|method| format!("\n.{}({}) -> {}", method.name, params(&method.params), method.returns));
            format!("{name}({})", params(&init)) + &methods.collect::<String>()
        }
        Entry::Stdin => unreachable!(),
    }
}

/// How the type is read: as the type of a parameter.
fn ty(text: &str) -> String {
    let signature = function(&format!("def f(a: {text}) -> None"));
    match signature.strip_prefix("f(a: ").and_then(|rest| rest.strip_suffix(") -> None")) {
        Some(ty) => ty.to_owned(),
        None => signature,
    }
}

#[test]
fn every_type_of_the_contract() {
    for text in [
        "int",
        "float",
        "str",
        "bool",
        "None",
        "Any",
        "bytes",
        "TreeNode",
        "ListNode",
        "list[int]",
        "tuple[int, str]",
        "tuple[int]",
        "tuple[int, ...]",
        "tuple[()]",
        "dict[str, list[float]]",
        "set[tuple[int, int]]",
        "frozenset[str]",
        "int | None",
        "Iterator[int]",
        "list[dict[int, tuple[str | None, ...]]]",
    ] {
        assert_eq!(ty(text), text);
    }
}

#[test]
fn other_ways_to_write_them() {
    for (text, read) in [
        ("Optional[int]", "int | None"),
        ("None | int", "int | None"),
        ("Optional[int | None]", "int | None"),
        ("None | None", "None"),
        ("int | int", "int"),
        ("list", "list[Any]"),
        ("dict", "dict[Any, Any]"),
        ("tuple", "tuple[Any, ...]"),
        ("set", "set[Any]"),
        ("List[int]", "list[int]"),
        ("Dict[str, Set[int]]", "dict[str, set[int]]"),
        ("Tuple[int, ...]", "tuple[int, ...]"),
        ("typing.Optional[typing.List[int]]", "list[int] | None"),
        ("'TreeNode'", "TreeNode"),
        ("Optional[\"TreeNode\"]", "TreeNode | None"),
        ("'list[int] | None'", "list[int] | None"),
        ("tuple[int, str,]", "tuple[int, str]"),
        ("  list [ int ]", "list[int]"),
    ] {
        assert_eq!(ty(text), read, "{text}");
    }
}

#[test]
fn what_is_no_type_is_pointed_at() {
    for (text, said) in [
        ("lst[int]", "`lst` is no type of a problem at `lst[int]) ->`. Did you mean `list`?\n"),
        ("string", "`string` is no type of a problem at `string) -> N`. Did you mean `str`?\n"),
        ("list[Int]", "`Int` is no type of a problem at `Int]) -> Non`. Did you mean `int`?\n"),
        (
            "np.array",
            "`np.array` is no type of a problem at `np.array) ->`. It may be `int`, `float`, `str`, `bool`, `bytes`, `None`, `Any`, `list`, `tuple`, `dict`, `set`, `frozenset`, `Optional`, `Iterator`, `TreeNode` or `ListNode`.\n",
        ),
        ("dict[str]", "`dict` takes two types in brackets at `dict[str]) -`. Write `dict[K, V]`.\n"),
        ("list[]", "a type is missing here at `]) -> None`. Write a type such as `int` or `list[int]`.\n"),
        ("list[1]", "a type is missing here at `1]) -> None`. Write a type such as `int` or `list[int]`.\n"),
        ("int[str]", "`int` takes nothing in brackets at `int[str]) ->`. Write `int`.\n"),
        (
            "int | str",
            "a union is no type of a problem unless it is one type and `None` at `int | str) -`. Write `T | None`, or `Any`.\n",
        ),
        ("Union[int, None]", "`Union` is no type of a problem at `Union[int, N`. Write `T | None`, or `Any`.\n"),
        ("Optional", "`Optional` takes one type in brackets at `Optional) ->`. Write `Optional[T]`.\n"),
        (
            "tuple[int, str, ...]",
            "this is no tuple type at `tuple[int, s`. Write `tuple[T, U]`, `tuple[T, ...]` or `tuple[()]`.\n",
        ),
        (
            "set[list[int]]",
            "`list[int]` can be neither a key nor an element of a set at `list[int]]) `. Use a type that Python can hash, such as a tuple.\n",
        ),
        ("list['Tree']", "`Tree` is no type of a problem at `Tree']) -> N`. Did you mean `TreeNode`?\n"),
        ("list[int", "`]` is missing after `list[` at `) -> None`. Close the bracket.\n"),
        (
            "'int",
            "the quoted type has no closing quote at `'int) -> Non`. Close the quote.\n`)` is missing here at ``. Close the list of parameters.\n",
        ),
        ("", "a type is missing here at `) -> None`. Write a type such as `int` or `list[int]`.\n"),
    ] {
        assert_eq!(ty(text), said, "{text}");
    }
    let deep = format!("{}int{}", "list[".repeat(5000), "]".repeat(5000));
    assert!(ty(&deep).starts_with("a type more than 40 levels deep at `list[list[li`"));
}

#[test]
fn a_function_in_every_accepted_form() {
    for text in [
        "def f(a: int, b: str) -> bool",
        "def f(a: int, b: str) -> bool:",
        "def f(a: int, b: str) -> bool: ...",
        "\n# what it does\ndef f(\n    a: int,  # first\n    b: str,\n) -> bool:\n    \"\"\"Docs.\"\"\"\n    pass\n",
        "def f(a:int,b:str)->bool:\r\n    ...\r\n",
    ] {
        assert_eq!(function(text), "f(a: int, b: str) -> bool", "{text}");
    }
    assert_eq!(function("def f() -> list[int]"), "f() -> list[int]");
}

#[test]
fn a_function_that_cannot_be_judged() {
    insta::assert_snapshot!(function("async def f() -> int"), @"an `async` function cannot be judged at `async def f(`. Write `def name(parameter: type, ...) -> type`.");
    insta::assert_snapshot!(function("def f(self, a, b: int = 3, *rest: int, k: int, **more) -> int"), @"
    `self` has no type at `self, a, b: `. Leave `self` out: the judge calls a function.
    `a` has no type at `a, b: int = `. Write `a: type`.
    a default value cannot be judged at `= 3, *rest: `. Leave it out: every case gives every argument.
    keyword-only parameters, `*args` and `**kwargs` cannot be judged at `*rest: int, `. Arguments are given by position: declare each one.
    keyword-only parameters, `*args` and `**kwargs` cannot be judged at `**more) -> i`. Arguments are given by position: declare each one.
    ");
    insta::assert_snapshot!(function("def f(a: int, a: str, *, b: lst, /)"), @"
    two parameters are called `a` at `a: str, *, b`. Rename one of them.
    keyword-only parameters, `*args` and `**kwargs` cannot be judged at `*, b: lst, /`. Arguments are given by position: declare each one.
    `lst` is no type of a problem at `lst, /)`. Did you mean `list`?
    `/` has no meaning here at `/)`. Leave it out: arguments are always given by position.
    `f` does not say what it returns at ``. Write `-> type`, or `-> None`.
    ");
    insta::assert_snapshot!(function("def class(in: int) -> int"), @"
    `class` is a word of Python's own at `class(in: in`. Choose another name.
    `in` is a word of Python's own at `in: int) -> `. Choose another name.
    ");
    insta::assert_snapshot!(function("def f(a: int) -> int: return a"), @"the signature goes on after its end at `return a`. Write one `def` line and nothing after it.");
    insta::assert_snapshot!(function("def f(a: int b: int) -> int"), @"`,` or `)` is missing here at `b: int) -> i`. Write `def name(parameter: type, ...) -> type`.");
    insta::assert_snapshot!(function("class Solution: ..."), @r#"a class where a function is declared at `class Soluti`. Write kind = "class"."#);
    insta::assert_snapshot!(["", "f", "def", "def f", "def f(", "def f(a", "def f(a:", "def f(a)]"].map(function).join("\n"), @"
    `def` is missing here at ``. Write `def name(parameter: type, ...) -> type`.

    `def` is missing here at `f`. Write `def name(parameter: type, ...) -> type`.

    the function's name is missing here at ``. Write a name.

    `(` is missing here at ``. Write `def name(parameter: type, ...) -> type`.

    `)` is missing here at ``. Close the list of parameters.

    `a` has no type at `a`. Write `a: type`.
    `)` is missing here at ``. Close the list of parameters.

    a type is missing here at ``. Write a type such as `int` or `list[int]`.
    `)` is missing here at ``. Close the list of parameters.

    `a` has no type at `a)]`. Write `a: type`.
    `f` does not say what it returns at `]`. Write `-> type`, or `-> None`.
    the signature goes on after its end at `]`. Write one `def` line and nothing after it.
    ");
}

#[test]
fn a_class_in_every_accepted_form() {
    let read = "C(k: int)\n.add(x: int, y: list[int]) -> None\n.top() -> int | None";
    for text in [
        "class C:\n    def __init__(self, k: int): ...\n    def add(self, x: int, y: list[int]) -> None: ...\n    def top(self) -> int | None: ...\n",
        "class C(object):\n\n    '''Docs.'''\n    # a comment\n    def __init__(self, k: int) -> None:\n        \"\"\"More.\"\"\"\n    def add(self, x: int, y: list[int],) -> None:\n        pass\n\n    def top(self,) -> int | None",
        "class C():\n  def add(self, x: int, y: list[int]) -> None: ...\n  def top(self) -> int | None: ...\n  def __init__(self, k: int): ...",
    ] {
        assert_eq!(class(text), read, "{text}");
    }
    assert_eq!(class("class C:\n def f(self) -> int: ..."), "C()\n.f() -> int");
}

#[test]
fn a_class_that_cannot_be_judged() {
    insta::assert_snapshot!(class("class C(Base):\n    def f(x: int) -> int: ...\n    def f(self): ...\n    def __init__(self, k) -> int: ..."), @"
    a base class has no meaning here at `Base):`. Leave it out.
    `self` is missing in `f` at `x: int) -> i`. Write `def name(self, parameter: type, ...) -> type: ...`.
    `f` does not say what it returns at `: ...`. Write `-> type`, or `-> None`.
    this method is declared twice at `def f(self):`. Rename or remove one of them.
    `k` has no type at `k) -> int: .`. Write `k: type`.
    `__init__` returns None at `-> int: ...`. Write `-> None`, or nothing.
    ");
    insta::assert_snapshot!(class("class C:\n    size: int\n    def f(self) -> int: ..."), @"`def` is missing here at `size: int`. Write `def name(self, parameter: type, ...) -> type: ...`.");
    insta::assert_snapshot!(class("class C:\n    @property\n    def f(self) -> int: ..."), @"a decorator cannot be judged at `@property`. Write `def name(self, parameter: type, ...) -> type: ...`.");
    insta::assert_snapshot!(class("class C: ..."), @"`C` has no method that a case could call at `class C: ...`. Write `def name(self, parameter: type, ...) -> type: ...`.");
    insta::assert_snapshot!(class("class C\n    def f(self x: int) -> int: ..."), @"
    `:` is missing here at `def f(self x`. Write `class Name:` with one `def` line per method.
    `,` or `)` is missing here at `x: int) -> i`. Write `def name(self, parameter: type, ...) -> type: ...`.
    ");
    insta::assert_snapshot!(["", "def f() -> int", "class", "class C", "class C(", "class C: def f("].map(class).join("\n"), @"
    `class` is missing here at ``. Write `class Name:` with one `def` line per method.

    `class` is missing here at `def f() -> i`. Write `class Name:` with one `def` line per method.

    the class's name is missing here at ``. Write a name.

    `:` is missing here at ``. Write `class Name:` with one `def` line per method.

    a base class has no meaning here at ``. Leave it out.
    `:` is missing here at ``. Write `class Name:` with one `def` line per method.

    `self` is missing in `f` at ``. Write `def name(self, parameter: type, ...) -> type: ...`.
    `)` is missing here at ``. Close the list of parameters.
    ");
}

#[test]
fn a_wrong_type_stands_for_any() {
    let Some(Entry::Function { params, .. }) = parse_function("def f(a: lst, b: int) -> None").entry else { panic!() };
    assert_eq!((&params[0].ty, &params[1].ty), (&Type::Any, &Type::Int));
}
