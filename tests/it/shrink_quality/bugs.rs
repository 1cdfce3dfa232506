//! The planted bugs in functions and classes, over all shapes of values.

use serde_json::{Value as Json, json};

/// A bug: of which problem, an input that fails, the smallest that does, and what it may take to come from one to the
/// other.
pub(super) struct Bug {
    pub(super) name: &'static str,
    /// What stands in `problem.toml` below `[entry]`.
    pub(super) entry: &'static str,
    pub(super) start: fn() -> Json,
    pub(super) smallest: &'static str,
    pub(super) executions: usize,
    pub(super) fails: fn(&Json) -> bool,
}

fn ints(json: &Json) -> Vec<i64> {
    json.as_array().unwrap().iter().map(|item| item.as_i64().unwrap()).collect()
}

pub(super) fn count<T>(items: &[T]) -> i64 {
    i64::try_from(items.len()).unwrap()
}

fn rows(json: &Json) -> Vec<Vec<i64>> {
    json.as_array().unwrap().iter().map(ints).collect()
}

fn int(input: &Json, arg: usize) -> i64 {
    input["args"][arg].as_i64().unwrap()
}

/// The calls of a class: method and first argument.
fn calls(input: &Json) -> Vec<(&str, i64)> {
    let call = |call: &'_ Json| call[1][0].as_i64().unwrap();
    input["calls"].as_array().unwrap().iter().map(|each| (each[0].as_str().unwrap(), call(each))).collect()
}

fn depth(json: &Json) -> usize {
    match json {
        Json::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

const CACHE: &str = "kind = \"class\"
signature = '''
class Cache:
    def __init__(self, capacity: int) -> None
    def put(self, key: int, value: int) -> None
    def get(self, key: int) -> int
'''
[constraints]
\"__init__.capacity\" = { range = [1, 100] }";

pub(super) const OF_VALUES: &[Bug] = &[
    Bug {
        name: "int: over a threshold",
        entry: "kind = \"function\"\nsignature = \"def f(n: int) -> int\"",
        start: || json!({"args": [987_654_321]}),
        smallest: r#"{"args": [1234]}"#,
        executions: 43,
        fails: |input| int(input, 0) >= 1234,
    },
    Bug {
        name: "int: below a negative threshold",
        entry: "kind = \"function\"\nsignature = \"def f(n: int) -> int\"",
        start: || json!({"args": [-4_000_000]}),
        smallest: r#"{"args": [-51]}"#,
        executions: 32,
        fails: |input| int(input, 0) < -50,
    },
    Bug {
        name: "int: odd and over a threshold",
        entry: "kind = \"function\"\nsignature = \"def f(n: int) -> int\"",
        start: || json!({"args": [99_999]}),
        smallest: r#"{"args": [101]}"#,
        executions: 53,
        fails: |input| int(input, 0) > 100 && int(input, 0) % 2 == 1,
    },
    Bug {
        name: "int: always, from a lower bound on",
        entry: "kind = \"function\"\nsignature = \"def f(n: int) -> int\"\n[constraints]\nn = { range = [5, 1_000_000] }",
        start: || json!({"args": [777_777]}),
        smallest: r#"{"args": [5]}"#,
        executions: 1,
        fails: |_| true,
    },
    Bug {
        name: "int: of more than 64 bits",
        entry: "kind = \"function\"\nsignature = \"def f(n: int) -> int\"",
        start: || serde_json::from_str(r#"{"args": [123456789012345678901234567890]}"#).unwrap(),
        smallest: r#"{"args": [9223372036854775808]}"#,
        executions: 162,
        fails: |input| input["args"][0].as_i64().is_none(),
    },
    Bug {
        name: "two ints: their sum is over a threshold",
        entry: "kind = \"function\"\nsignature = \"def f(a: int, b: int) -> int\"\n[constraints]\na = { range = [0, 800] }\nb = { range = [0, 800] }",
        start: || json!({"args": [700, 700]}),
        smallest: r#"{"args": [201, 800]}"#,
        executions: 68,
        fails: |input| int(input, 0) + int(input, 1) > 1000,
    },
    Bug {
        name: "float: over a threshold",
        entry: "kind = \"function\"\nsignature = \"def f(x: float) -> float\"",
        start: || json!({"args": [812.034_567]}),
        smallest: r#"{"args": [3.0]}"#,
        executions: 5,
        fails: |input| input["args"][0].as_f64().is_some_and(|x| x > 2.5),
    },
    Bug {
        name: "float: no whole number",
        entry: "kind = \"function\"\nsignature = \"def f(x: float) -> float\"",
        start: || json!({"args": [-31.415_926_535]}),
        smallest: r#"{"args": [0.1]}"#,
        executions: 9,
        fails: |input| input["args"][0].as_f64().is_some_and(|x| x.fract() != 0.0),
    },
    Bug {
        name: "str: a letter twice",
        entry: "kind = \"function\"\nsignature = \"def f(s: str) -> str\"",
        start: || json!({"args": ["the rabbit's habit"]}),
        smallest: r#"{"args": ["bb"]}"#,
        executions: 14,
        fails: |input| input["args"][0].as_str().unwrap().matches('b').count() >= 2,
    },
    Bug {
        name: "str: long",
        entry: "kind = \"function\"\nsignature = \"def f(s: str) -> str\"",
        start: || json!({"args": ["Lorem ipsum dolor sit amet"]}),
        smallest: r#"{"args": ["aaaaa"]}"#,
        executions: 13,
        fails: |input| input["args"][0].as_str().unwrap().chars().count() >= 5,
    },
    Bug {
        name: "str: closes what was not opened",
        entry: "kind = \"function\"\nsignature = \"def f(s: str) -> bool\"\n[constraints]\ns = { alphabet = \"()[]\" }",
        start: || json!({"args": ["[()]((]))[])[]"]}),
        smallest: r#"{"args": [")"]}"#,
        executions: 9,
        fails: |input| {
            let mut open = 0_i64;
            input["args"][0].as_str().unwrap().chars().any(|letter| {
                open += if "([".contains(letter) { 1 } else { -1 };
                open < 0
            })
        },
    },
    Bug {
        name: "str: a number in it over a threshold",
        entry: "kind = \"function\"\nsignature = \"def f(lines: list[str]) -> int\"",
        start: || json!({"args": [["GET t=12", "POST t=7431 x", ""]]}),
        smallest: r#"{"args": [["t=60"]]}"#,
        executions: 83,
        fails: |input| {
            let lines = input["args"][0].as_array().unwrap().iter().map(|line| line.as_str().unwrap());
            let mut numbers = lines.flat_map(str::split_whitespace).filter_map(|word| word.strip_prefix("t="));
            numbers.any(|number| number.parse().is_ok_and(|number: i64| number > 59))
        },
    },
    Bug {
        name: "str: the same but for letter case",
        entry: "kind = \"function\"\nsignature = \"def f(names: list[str]) -> int\"",
        start: || json!({"args": [["Lantern", "comet", "Harbor", "COMET"]]}),
        smallest: r#"{"args": [["a", "A"]]}"#,
        executions: 31,
        fails: |input| {
            let names: Vec<&str> =
                input["args"][0].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
            names.iter().any(|one| names.iter().any(|other| one != other && one.eq_ignore_ascii_case(other)))
        },
    },
    Bug {
        name: "bytes: a high one",
        entry: "kind = \"function\"\nsignature = \"def f(data: bytes) -> int\"",
        start: || json!({"args": ["//9oZWxsbw=="]}),
        // In base64 a slash first is a byte of 252 or more.
        smallest: r#"{"args": ["/A=="]}"#,
        executions: 25,
        fails: |input| input["args"][0].as_str().unwrap().starts_with('/'),
    },
    Bug {
        name: "list: a large sum",
        entry: "kind = \"function\"\nsignature = \"def f(nums: list[int]) -> int\"",
        start: || json!({"args": [[17, 3, 54, 8, 91, 2]]}),
        smallest: r#"{"args": [[101]]}"#,
        executions: 48,
        fails: |input| ints(&input["args"][0]).iter().sum::<i64>() > 100,
    },
    Bug {
        name: "list: something twice",
        entry: "kind = \"function\"\nsignature = \"def f(nums: list[int]) -> int\"",
        start: || json!({"args": [[31, 7, 42, -5, 42, 8]]}),
        smallest: r#"{"args": [[0, 0]]}"#,
        executions: 29,
        fails: |input| {
            let nums = ints(&input["args"][0]);
            (1..nums.len()).any(|index| nums[..index].contains(&nums[index]))
        },
    },
    Bug {
        name: "list: out of order, changed in place",
        entry: "kind = \"function\"\nsignature = \"def f(nums: list[int]) -> None\"\nmutates = \"nums\"",
        start: || json!({"args": [[3, 3, 80, 95, 60, 100]]}),
        smallest: r#"{"args": [[1, 0]]}"#,
        executions: 21,
        fails: |input| !ints(&input["args"][0]).is_sorted(),
    },
    Bug {
        name: "list: two of two thousand",
        entry: "kind = \"function\"\nsignature = \"def f(nums: list[int]) -> int\"",
        start: || json!({"args": [(0..2000).map(|n| n * 7919 % 2003).collect::<Vec<i64>>()]}),
        smallest: r#"{"args": [[7, 9]]}"#,
        executions: 87,
        fails: |input| {
            let nums = ints(&input["args"][0]);
            nums.contains(&7) && nums.contains(&9)
        },
    },
    Bug {
        name: "list: in order without repeats, and three long",
        entry: "kind = \"function\"\nsignature = \"def f(nums: list[int]) -> int\"\n[constraints]\nnums = { sorted = true, unique = true }\n\"nums[*]\" = { range = [1, 1_000] }",
        start: || json!({"args": [[4, 90, 95, 200, 201, 650]]}),
        smallest: r#"{"args": [[1, 2, 3]]}"#,
        executions: 13,
        fails: |input| ints(&input["args"][0]).len() >= 3,
    },
    Bug {
        name: "list: times that lie 300 apart",
        entry: "kind = \"function\"\nsignature = \"def f(times: list[int]) -> int\"\n[constraints]\ntimes = { sorted = true }",
        start: || json!({"args": [[1_700_000_000, 1_700_000_020, 1_700_000_320, 1_700_000_400]]}),
        smallest: r#"{"args": [[0, 300]]}"#,
        executions: 65,
        fails: |input| ints(&input["args"][0]).windows(2).any(|pair| pair[1] - pair[0] == 300),
    },
    Bug {
        name: "nested list: a row of three",
        entry: "kind = \"function\"\nsignature = \"def f(rows: list[list[int]]) -> int\"",
        start: || json!({"args": [[[1, 2], [], [9, 9, 8, 1], [3]]]}),
        smallest: r#"{"args": [[[0, 0, 0]]]}"#,
        executions: 16,
        fails: |input| rows(&input["args"][0]).iter().any(|row| row.len() >= 3),
    },
    Bug {
        name: "nested list: a rectangle of two by three",
        entry: "kind = \"function\"\nsignature = \"def f(grid: list[list[int]]) -> int\"",
        start: || json!({"args": [[[1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [1, 1, 1, 1, 1], [9, 8, 7, 6, 5]]]}),
        smallest: r#"{"args": [[[0, 0, 0], [0, 0, 0]]]}"#,
        executions: 54,
        fails: |input| {
            let rows = rows(&input["args"][0]);
            rows.len() >= 2 && rows[0].len() >= 3 && rows.iter().all(|row| row.len() == rows[0].len())
        },
    },
    Bug {
        name: "tuples: one ends where another starts",
        entry: "kind = \"function\"\nsignature = \"def f(spans: list[tuple[int, int]]) -> int\"",
        start: || json!({"args": [[[10, 90], [300, 420], [90, 180], [7, 8]]]}),
        smallest: r#"{"args": [[[0, 1], [1, 2]]]}"#,
        executions: 64,
        fails: |input| {
            let spans = rows(&input["args"][0]);
            spans.iter().all(|span| span[0] < span[1])
                && spans.iter().any(|one| spans.iter().any(|other| one[1] == other[0]))
        },
    },
    Bug {
        name: "tuple of any length: two items, and a switch",
        entry: "kind = \"function\"\nsignature = \"def f(items: tuple[bool, ...], strict: bool) -> int\"",
        start: || json!({"args": [[true, false, true, true], true]}),
        smallest: r#"{"args": [[false, false], true]}"#,
        executions: 7,
        fails: |input| input["args"][0].as_array().unwrap().len() >= 2 && input["args"][1] == true,
    },
    Bug {
        name: "lists of the same length: a high score",
        entry: "kind = \"function\"\nsignature = \"def f(names: list[str], scores: list[int]) -> str\"\n[constraints]\nscores = { length = [\"len(names)\", \"len(names)\"] }",
        start: || json!({"args": [["ann", "bob", "cyd", "dee", "eve"], [12, 50, 97, 3, 60]]}),
        smallest: r#"{"args": [[""], [90]]}"#,
        executions: 27,
        fails: |input| ints(&input["args"][1]).iter().any(|&score| score >= 90),
    },
    Bug {
        name: "a number that is the length of a list",
        entry: "kind = \"function\"\nsignature = \"def f(nums: list[int], k: int) -> int\"\n[constraints]\nk = { range = [1, \"len(nums)\"] }",
        start: || json!({"args": [[5, 8, 2, 9, 1, 7], 6]}),
        smallest: r#"{"args": [[0, 0, 0], 3]}"#,
        executions: 12,
        fails: |input| count(&ints(&input["args"][0])) == int(input, 1) && int(input, 1) >= 3,
    },
    Bug {
        name: "dict: a large value",
        entry: "kind = \"function\"\nsignature = \"def f(counts: dict[str, int]) -> int\"",
        start: || json!({"args": [{"apple": 3, "pear": 250, "fig": 9}]}),
        smallest: r#"{"args": [{"": 11}]}"#,
        executions: 22,
        fails: |input| input["args"][0].as_object().unwrap().values().any(|count| count.as_i64().unwrap() > 10),
    },
    Bug {
        name: "dict: two items under an int key",
        entry: "kind = \"function\"\nsignature = \"def f(groups: dict[int, list[str]]) -> int\"",
        start: || json!({"args": [{"12": ["x"], "7": ["left", "right", "up"], "-3": []}]}),
        smallest: r#"{"args": [{"0": ["", ""]}]}"#,
        executions: 14,
        fails: |input| input["args"][0].as_object().unwrap().values().any(|group| group.as_array().unwrap().len() >= 2),
    },
    Bug {
        name: "set: two neighbours",
        entry: "kind = \"function\"\nsignature = \"def f(seen: set[int]) -> int\"",
        start: || json!({"args": [[500, 12, 13, 90, 44]]}),
        smallest: r#"{"args": [[0, 1]]}"#,
        executions: 26,
        fails: |input| {
            let seen = ints(&input["args"][0]);
            seen.iter().any(|one| seen.contains(&(one + 1)))
        },
    },
    Bug {
        name: "optional: given, and larger than another",
        entry: "kind = \"function\"\nsignature = \"def f(low: int | None, high: int, label: str | None) -> int\"",
        start: || json!({"args": [80, 23, "x"]}),
        smallest: r#"{"args": [1, 0, null]}"#,
        executions: 65,
        fails: |input| input["args"][0].as_i64().is_some_and(|low| low > int(input, 1)),
    },
    Bug {
        name: "any: nested three deep",
        entry: "kind = \"function\"\nsignature = \"def f(data: Any) -> int\"",
        start: || json!({"args": [[1, [2, ["a", [3, 4]], []], {"k": [5]}]]}),
        smallest: r#"{"args": [[[[]]]]}"#,
        executions: 17,
        fails: |input| depth(&input["args"][0]) >= 3,
    },
    Bug {
        name: "iterator: a running sum below zero",
        entry: "kind = \"function\"\nsignature = \"def f(deltas: Iterator[int]) -> int\"",
        start: || json!({"args": [[4, 9, -20, 3, 30]]}),
        smallest: r#"{"args": [[-1]]}"#,
        executions: 10,
        fails: |input| {
            ints(&input["args"][0])
                .iter()
                .scan(0, |sum, delta| {
                    *sum += delta;
                    Some(*sum)
                })
                .any(|sum| sum < 0)
        },
    },
    Bug {
        name: "one of a few words, and two items",
        entry: "kind = \"function\"\nsignature = \"def f(nums: list[int], order: str) -> list[int]\"\n[constraints]\norder = { one_of = [\"asc\", \"desc\"] }",
        start: || json!({"args": [[9, 4, 7], "desc"]}),
        smallest: r#"{"args": [[0, 0], "desc"]}"#,
        executions: 7,
        fails: |input| ints(&input["args"][0]).len() >= 2 && input["args"][1] == "desc",
    },
    Bug {
        name: "tree: a right child alone",
        entry: "kind = \"function\"\nsignature = \"def f(root: TreeNode) -> int\"",
        start: || json!({"args": [[8, 3, 10, 1, 6, null, 14, null, null, 4, 7]]}),
        smallest: r#"{"args": [[0, null, 0]]}"#,
        executions: 8,
        fails: |input| {
            // In level order a node's children stand behind those of the nodes before it.
            let items = input["args"][0].as_array().unwrap();
            let mut next = 1;
            items.iter().filter(|item| !item.is_null()).any(|_| {
                let child = |index: usize| items.get(index).is_some_and(|child| !child.is_null());
                next += 2;
                !child(next - 2) && child(next - 1)
            })
        },
    },
    Bug {
        name: "tree: a child larger than its parent",
        entry: "kind = \"function\"\nsignature = \"def f(root: TreeNode | None) -> bool\"",
        start: || json!({"args": [[90, 40, 70, 30, 35, 60, 65, null, null, 50]]}),
        smallest: r#"{"args": [[0, 1]]}"#,
        executions: 11,
        fails: |input| {
            let items = input["args"][0].as_array().unwrap();
            let mut next = 1;
            items.iter().filter_map(Json::as_i64).any(|value| {
                let child = |index: usize| items.get(index).and_then(Json::as_i64);
                next += 2;
                [child(next - 2), child(next - 1)].into_iter().flatten().any(|child| child > value)
            })
        },
    },
    Bug {
        name: "linked list: no palindrome",
        entry: "kind = \"function\"\nsignature = \"def f(head: ListNode | None) -> bool\"",
        start: || json!({"args": [[5, 1, 9, 9, 2, 5]]}),
        smallest: r#"{"args": [[0, 1]]}"#,
        executions: 10,
        fails: |input| {
            let values = ints(&input["args"][0]);
            !values.iter().eq(values.iter().rev())
        },
    },
    Bug {
        name: "class: what was put twice is got",
        entry: CACHE,
        start: || {
            json!({"init": [20], "calls": [["get", [4]], ["put", [9, 1]], ["put", [7, 5]], ["get", [9]], ["put", [9, 8]],
                ["put", [3, 3]], ["get", [9]], ["get", [7]]]})
        },
        smallest: r#"{"init": [1], "calls": [["put", [0, 0]], ["put", [0, 0]], ["get", [0]]]}"#,
        executions: 43,
        fails: |input| {
            let calls = calls(input);
            let puts = |key, end: usize| calls[..end].iter().filter(|call| **call == ("put", key)).count();
            (0..calls.len()).any(|index| calls[index].0 == "get" && puts(calls[index].1, index) >= 2)
        },
    },
    Bug {
        name: "class: more keys than it has room for",
        entry: CACHE,
        start: || {
            json!({"init": [3], "calls": [["put", [4, 1]], ["put", [9, 1]], ["get", [4]], ["put", [4, 2]], ["put", [11, 1]],
                ["put", [5, 7]], ["get", [9]]]})
        },
        smallest: r#"{"init": [1], "calls": [["put", [0, 0]], ["put", [1, 0]]]}"#,
        executions: 28,
        fails: |input| {
            let mut keys: Vec<i64> =
                calls(input).into_iter().filter(|call| call.0 == "put").map(|call| call.1).collect();
            keys.sort_unstable();
            keys.dedup();
            count(&keys) > input["init"][0].as_i64().unwrap()
        },
    },
];
