//! The planted bugs in programs that read a text.

use serde_json::{Value as Json, json};

use super::bugs::{Bug, count};

fn lines(input: &Json) -> Vec<Vec<&str>> {
    input["stdin"].as_str().unwrap().lines().map(|line| line.split_whitespace().collect()).collect()
}

fn numbers(line: &[&str]) -> Option<Vec<i64>> {
    line.iter().map(|token| token.parse().ok()).collect()
}

pub(super) const OF_TEXTS: &[Bug] = &[
    Bug {
        name: "stdin: two lines with a word",
        entry: "kind = \"stdin\"",
        start: || json!({"stdin": "10:00 INFO up\n10:01 ERROR disk full\n10:05 WARN slow\n10:09 ERROR net\n"}),
        smallest: r#"{"stdin": "ERROR\nERROR\n"}"#,
        executions: 107,
        fails: |input| lines(input).iter().filter(|line| line.contains(&"ERROR")).count() >= 2,
    },
    Bug {
        name: "stdin: counted lines, one negative",
        entry: "kind = \"stdin\"",
        start: || json!({"stdin": "5\n10\n-7\n33\n8\n4\n"}),
        smallest: r#"{"stdin": "1\n-1\n"}"#,
        executions: 33,
        fails: |input| {
            let all: Option<Vec<i64>> = lines(input).iter().map(|line| numbers(line)?.first().copied()).collect();
            all.is_some_and(|all| {
                all.split_first().is_some_and(|(n, rest)| *n == count(rest) && rest.iter().any(|x| *x < 0))
            })
        },
    },
    Bug {
        name: "stdin: counted tokens, two the same",
        entry: "kind = \"stdin\"",
        start: || json!({"stdin": "6\n15 8 23 8 42 4\n"}),
        smallest: r#"{"stdin": "2\n0 0\n"}"#,
        executions: 45,
        fails: |input| {
            let lines = lines(input);
            let [count, items] = lines.as_slice() else { return false };
            count.as_slice() == [items.len().to_string()]
                && (1..items.len()).any(|index| items[..index].contains(&items[index]))
        },
    },
    Bug {
        name: "stdin: counted blocks of counted lines, one with a large sum",
        entry: "kind = \"stdin\"",
        start: || json!({"stdin": "4\n1\n5\n3\n2\n40\n7\n2\n1\n1\n0\n"}),
        smallest: r#"{"stdin": "1\n1\n21\n"}"#,
        executions: 105,
        fails: |input| {
            let lines = lines(input);
            let all: Option<Vec<i64>> = lines.iter().map(|line| numbers(line)?.first().copied()).collect();
            let Some((blocks, mut rest)) = all.as_deref().and_then(|all| all.split_first()) else { return false };
            let mut large = false;
            for _ in 0..*blocks {
                let Some((count, after)) = rest.split_first() else { return false };
                let Some((items, after)) = usize::try_from(*count).ok().and_then(|n| after.split_at_checked(n)) else {
                    return false;
                };
                large |= items.iter().sum::<i64>() > 20;
                rest = after;
            }
            rest.is_empty() && large
        },
    },
    Bug {
        name: "stdin: a rectangle with its size before it",
        entry: "kind = \"stdin\"",
        start: || json!({"stdin": "3 4\n1 0 0 1\n0 0 1 0\n1 1 0 0\n"}),
        smallest: r#"{"stdin": "2 2\n0 0\n0 0\n"}"#,
        executions: 82,
        fails: |input| {
            let lines = lines(input);
            let Some((size, rows)) = lines.split_first() else { return false };
            let Some([height, width]) = numbers(size).and_then(|size| <[i64; 2]>::try_from(size).ok()) else {
                return false;
            };
            height >= 2 && width >= 2 && count(rows) == height && rows.iter().all(|row| count(row) == width)
        },
    },
    Bug {
        name: "stdin: a space before the end of a line",
        entry: "kind = \"stdin\"",
        start: || json!({"stdin": "alpha  beta\ngamma \ndelta\n"}),
        smallest: r#"{"stdin": " \n"}"#,
        executions: 22,
        fails: |input| input["stdin"].as_str().unwrap().contains(" \n"),
    },
];
