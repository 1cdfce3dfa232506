//! `kumite show` and `kumite list`.

use std::sync::Arc;

use kumite::model::{Answer, CaseInput, CaseSource, Difficulty, Group, Problem, TestCase, Type, Value};
use kumite::report::Style;
use kumite::report::listing::{self, ListingRow};
use kumite::report::statement;

use super::canned::{self, value};
use super::{NARROW, USUAL};

const STATEMENT: &str = "\
# Peak concurrent streams

A streaming service keeps a session for every stream that is played.
Say **how many streams** play at the same moment, at most; see `peak_streams`.

## Details

- A session is a pair `(start, end)` of seconds.
  It plays from `start` on, and does not play at `end` any more.
- Sessions come in any order:
  1. two may be the same;
  2. one may be empty, as `(5, 5)` is, and then it never plays, which is easily forgotten.

```python
peak_streams([(1, 5), (2, 3)])  # 2
```

| session | plays at | why |
|:--|--:|---|
| `(1, 5)` | 4 | It has started, and it has not ended at that moment, so that it counts for the answer. |
| `(5, 9)` | 8 | |

> Hint: nothing changes between two bounds.

See [the wiki](https://example.com/intervals).
";

fn sample(name: &str, why: Option<&str>, input: CaseInput, expected: Option<Answer>) -> Arc<TestCase> {
    Arc::new(TestCase {
        name: name.to_owned(),
        group: Group::Sample,
        tags: Vec::new(),
        why: why.map(str::to_owned),
        source: CaseSource::Given(Arc::new(input)),
        expected: expected.map(Arc::new),
    })
}

fn answer(json: &str) -> Answer {
    Answer::Returned(value(json))
}

fn pairs(json: &str) -> CaseInput {
    let typed = canned::list(Type::Tuple(vec![Type::Int, Type::Int]));
    CaseInput::Call(vec![typed.coerce(value(json)).unwrap()])
}

fn streams() -> Problem {
    let why = "A stream that ends when another starts does not overlap it.";
    let long = format!("[{}]", (0..60).map(|n| format!("[{n}, {}]", n + 10)).collect::<Vec<_>>().join(", "));
    Problem {
        cases: vec![
            sample("touching-intervals", Some(why), pairs("[[1, 5], [5, 9]]"), Some(answer("1"))),
            sample("many", None, pairs(&long), Some(answer("10"))),
            sample("from-the-reference", None, pairs("[]"), None),
        ],
        ..canned::streams()
    }
}

#[test]
fn a_function_problem_is_shown() {
    insta::assert_snapshot!("show_function", statement::render(STATEMENT, &streams(), &USUAL));
    insta::assert_snapshot!("show_in_40_columns", statement::render(STATEMENT, &streams(), &NARROW));
}

#[test]
fn a_statement_in_colour_says_the_same() {
    let painted = statement::render(STATEMENT, &streams(), &Style { color: true, ..USUAL });
    assert_eq!(super::unpainted(&painted), statement::render(STATEMENT, &streams(), &USUAL));
}

#[test]
fn a_problem_that_changes_its_argument_is_shown() {
    let input = CaseInput::Call(vec![value("[1, 2, 3]"), Value::Int(1)]);
    let problem =
        Problem { cases: vec![sample("by-one", None, input, Some(answer("[3, 1, 2]")))], ..canned::rotation() };
    insta::assert_snapshot!("show_mutates", statement::render("Rotate it.", &problem, &USUAL));
}

#[test]
fn a_class_problem_is_shown() {
    let calls =
        vec![("watch".to_owned(), vec![Value::Str("Dark".to_owned()), Value::Int(50)]), ("top".to_owned(), vec![])];
    let input = CaseInput::Class { init: vec![Value::Int(2)], calls };
    let problem = Problem {
        cases: vec![sample("one-title", None, input, Some(answer("[null, [\"Dark\"]]")))],
        ..canned::titles()
    };
    insta::assert_snapshot!("show_class", statement::render("", &problem, &USUAL));
}

#[test]
fn a_stdin_problem_is_shown() {
    let input = CaseInput::Stdin(b"GET /a 200\nGET /b 404\n".to_vec());
    let expected = Some(Answer::Printed(b"200 1\n404 1\n".to_vec()));
    let mut problem = Problem { cases: vec![sample("two-lines", None, input, expected)], ..canned::status_counts() };
    problem.limits.time = None;
    insta::assert_snapshot!("show_stdin", statement::render("Count.", &problem, &USUAL));
}

fn rows() -> Vec<ListingRow> {
    let row = |id: &str, difficulty, minutes, topics: &[&str], title: &str| ListingRow {
        id: id.to_owned(),
        difficulty,
        minutes,
        topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
        title: title.to_owned(),
    };
    vec![
        row("access-log-status", Some(Difficulty::Easy), Some(20), &["log-parsing"], "Status counts of an access log"),
        row("longest-binge", Some(Difficulty::Medium), Some(25), &["sliding-window", "strings"], "Longest binge"),
        row("own-problem", None, None, &[], "own-problem"),
        row("top-titles", Some(Difficulty::Hard), Some(100), &["event-aggregation"], "Top titles of a stream"),
    ]
}

#[test]
fn the_list_fits_the_terminal() {
    let in_columns = |width| listing::render(&rows(), &Style { width, ..USUAL });
    let widths = [110, 80, 60, 40].map(|width| format!("{width} columns\n{}", in_columns(width)));
    insta::assert_snapshot!("list", widths.join("\n"));
}
