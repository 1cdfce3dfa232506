//! What is judged: packages with trivial cases, their solutions, and the same cases in the forms of the peers.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const FUNCTION: &str = "def total(xs):\n    return sum(xs)\n";
const PROGRAM: &str = "n = int(input())\nprint(sum(map(int, input().split())))\n";

/// Ints of a case with a value of about ten megabytes.
const MANY: u64 = 1_400_000;

/// Writes everything below `dir`: packages in `problems`, a hundred more in `hundred`, peers' cases in folders beside.
pub fn write_all(dir: &Path) {
    for count in [20, 1000] {
        write_function(dir, count);
        write_stdin(dir, count);
        write_pytest(&dir.join(format!("pytest-{count}")), count);
    }
    write_large(dir);
    for index in 0..100 {
        let head = package(&format!("Problem {index}"), "function", "def total(xs: list[int]) -> int");
        write(&dir.join(format!("hundred/sums/problem-{index}/problem.toml")), &(head + &function_cases(20)));
    }
    write(&dir.join("total.py"), FUNCTION);
    write(&dir.join("program.py"), PROGRAM);
    write(&dir.join("echo.py"), "def echo(xs):\n    return xs\n");
    write(&dir.join("length.py"), "def length(xs):\n    return len(xs)\n");
    write(&dir.join("fill.py"), "def fill(n):\n    return list(range(1_000_000, 1_000_000 + n))\n");
}

fn write(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn package(title: &str, kind: &str, signature: &str) -> String {
    let mut text = format!("format_version = 1\ntitle = \"{title}\"\nsummary = \"Adds.\"\n");
    text += "difficulty = \"easy\"\ntopics = [\"sums\"]\nminutes = 5\n\n[limits]\ntime_seconds = 10.0\n";
    text += "memory_mib = 1024\noutput_kib = 65536\n\n";
    let _ = writeln!(text, "[entry]\nkind = \"{kind}\"");
    if !signature.is_empty() {
        let _ = writeln!(text, "signature = \"{signature}\"");
    }
    text + "\n"
}

/// The numbers of a case, and their sum.
fn numbers(case: usize) -> (Vec<usize>, usize) {
    ((case..case + 10).collect(), (case..case + 10).sum())
}

fn function_cases(count: usize) -> String {
    (0..count).fold(String::new(), |mut text, case| {
        let (xs, sum) = numbers(case);
        let _ = write!(text, "[[cases]]\nname = \"case-{case}\"\nargs = [{xs:?}]\nexpected = {sum}\n\n");
        text
    })
}

fn write_function(dir: &Path, count: usize) {
    let head = package("Function", "function", "def total(xs: list[int]) -> int");
    write(&dir.join(format!("problems/function-{count}/problem.toml")), &(head + &function_cases(count)));
}

/// The package, and the same cases as files for the shell loop and online-judge-tools.
fn write_stdin(dir: &Path, count: usize) {
    let mut text = package("Stdin", "stdin", "");
    for case in 0..count {
        let (xs, sum) = numbers(case);
        let input = format!("10\n{}\n", xs.iter().map(usize::to_string).collect::<Vec<_>>().join(" "));
        let _ = write!(text, "[[cases]]\nname = \"case-{case}\"\nstdin = {input:?}\nstdout = \"{sum}\\n\"\n\n");
        let files = dir.join(format!("files-{count}"));
        write(&files.join(format!("{case}.in")), &input);
        write(&files.join(format!("{case}.out")), &format!("{sum}\n"));
    }
    write(&dir.join(format!("problems/stdin-{count}/problem.toml")), &text);
}

fn write_pytest(dir: &Path, count: usize) {
    write(&dir.join("solution.py"), FUNCTION);
    let cases: Vec<_> = (0..count).map(numbers).collect();
    let text = format!(
        "import pytest\nfrom solution import total\n\n\
         @pytest.mark.parametrize(\"xs, expected\", {cases:?})\ndef test_total(xs, expected):\n    \
         assert total(list(xs)) == expected\n"
    );
    write(&dir.join("test_solution.py"), &text);
}

/// A case with a large argument and one with a large answer; each with a small sister, which costs everything else.
fn write_large(dir: &Path) {
    let list = |count| serde_json::to_string(&(1_000_000..1_000_000 + count).collect::<Vec<_>>()).unwrap();
    write(&dir.join("large.json"), &list(MANY));
    for (name, count) in [("small", 10), ("large", MANY)] {
        let head = package("Argument", "function", "def length(xs: list[int]) -> int");
        let argument = dir.join(format!("problems/argument-{name}"));
        write(&argument.join("problem.toml"), &head);
        write(&argument.join("cases/one.json"), &format!("{{\"args\": [{}], \"expected\": {count}}}", list(count)));
        let head = package("Answer", "function", "def fill(n: int) -> list[int]");
        let answer = dir.join(format!("problems/answer-{name}"));
        write(&answer.join("problem.toml"), &head);
        write(&answer.join("cases/one.json"), &format!("{{\"args\": [{count}], \"expected\": {}}}", list(count)));
    }
}
