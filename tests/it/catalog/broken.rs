//! What is said about packages that cannot be used: everything, each with its place.

use kumite::catalog::{Catalog, CatalogError};

use super::{Folder, fixtures, function, lines, said};

fn fixture(id: &str) -> String {
    let catalog = Catalog::open(&[fixtures("broken")]).unwrap();
    let Err(CatalogError::Invalid { diagnostics, .. }) = catalog.get(id) else { panic!("{id} is valid") };
    lines(&diagnostics).replace(&format!("tests/fixtures/packages/broken/{id}/"), "")
}

#[test]
fn every_mistake_of_a_function_problem_is_reported() {
    insta::assert_snapshot!(fixture("function-mistakes"), @r#"
    problem.toml:1:1: warning: problem.toml has no `format_version`; 1 is taken for granted [missing-key]
      hint: Write `format_version = 1` in the first line.
    problem.toml:2:1: error: unknown key `sumary` in problem.toml [unknown-key]
      hint: Did you mean `summary`?
    problem.toml:3:14: error: `difficulty` cannot be "medum" [bad-value]
      hint: Did you mean `medium`?
    problem.toml:4:22: error: `topics` holds an integer, and must hold strings [wrong-type]
      hint: Write it as a string.
    problem.toml:5:14: error: `minutes` cannot be 0 [bad-value]
      hint: Write an integer from 1.
    problem.toml:11:11: error: `lst` is no type of a problem [signature]
      hint: Did you mean `list`?
    problem.toml:16:11: error: `mutates` names `pair`, which is no parameter [unknown-parameter]
      hint: Did you mean `pairs`?
    problem.toml:19:16: error: `time_seconds` cannot be -1 [bad-value]
      hint: Write a number of seconds over 0.
    problem.toml:20:1: error: unknown key `idle_second` in [limits] [unknown-key]
      hint: Did you mean `idle_seconds`?
    problem.toml:21:16: error: `memory_mib` must be an integer, not a string [wrong-type]
      hint: Write an integer.
    problem.toml:22:16: error: `output_kib` cannot be 0 [bad-value]
      hint: Write an integer from 1.
    problem.toml:26:8: error: `rel` is an option of float, tokens and lines [checker-option]
      hint: Remove it, or write kind = "float".
    problem.toml:29:8: error: `$[*.rate` leads nowhere: `]` is missing [bad-path]
      hint: Write `$` for the answer, then steps such as `[*]`, `[0]` or `.key`.
    problem.toml:33:8: warning: `$[*].rate` leads nowhere: `float` has no key `rate` [bad-path]
      hint: Write `$` for the answer, then steps such as `[*]`, `[0]` or `.key`.
    problem.toml:34:8: error: this kind is for a whole answer, not for a place in it [checker-option]
      hint: Write exact, unordered or float.
    problem.toml:37:1: error: `num` is no parameter [unknown-parameter]
      hint: Did you mean `nums`?
    problem.toml:38:1: warning: `range` says nothing of `pairs`, which is list[tuple[int, str]] [constraint-type]
      hint: `range` is for numbers, `length` for texts and lists.
    problem.toml:39:1: warning: `pairs[*][2]` leads nowhere: `tuple[int, str]` has no item 2 [bad-path]
      hint: Write steps such as `[*]`, `[0]` or `.key` after the parameter.
    problem.toml:40:34: error: the bound names `numbers`, which is no parameter [unknown-parameter]
      hint: It may be `nums`, `pairs` or `by_name`.
    problem.toml:40:51: error: unknown key `lenght` in a constraint [unknown-key]
      hint: Did you mean `length`?
    problem.toml:41:9: error: unknown key `alice` in a constraint [unknown-key]
      hint: Quote it: `"by_name.alice"`.
    problem.toml:46:12: error: `group` cannot be "samples" [bad-value]
      hint: Did you mean `sample`?
    problem.toml:51:12: error: another case is called `twice` too: problem.toml:45:12 [duplicate-name]
      hint: Rename one of them.
    problem.toml:52:12: error: `f` takes 3 arguments, the case gives 2 [arguments]
      hint: Write `[nums, pairs, by_name]`.
    problem.toml:53:12: error: `expected[0]` is declared float, found the str "x" [type-mismatch]
      hint: Write float there, or change the signature.
    problem.toml:55:1: error: [[cases]] has no `name` [missing-key]
      hint: Write `name = "what-it-is-about"`.
    problem.toml:57:17: error: both `args` and `args_json` are given [conflicting-keys]
      hint: Keep one of them.
    problem.toml:58:21: error: `expected_json` is not JSON: expected value at line 1 column 4 of the text [invalid-json]
      hint: Write valid JSON in the string.
    problem.toml:62:12: error: `pairs[1][1]` has the length 7, outside 1 to 3 [constraint]
      hint: Change the case, or the constraint.
    problem.toml:62:12: error: `pairs[0][1]` is 'abx' with 'x', which is not in the alphabet (and at one more place) [constraint]
      hint: Change the case, or the constraint.
    problem.toml:65:1: error: the case has no `args` [missing-key]
      hint: Write `args = [...]`.
    problem.toml:65:1: error: the case has no `expected`, and there is no reference that could answer [no-reference]
      hint: Write the answer, or add submissions/accepted/reference.py.
    problem.toml:67:12: error: `stdin` is for a stdin problem, and this is a function problem [case-kind]
      hint: Write `args`, `args_json`, `expected` or `expected_json`.
    problem.toml:68:12: error: `calls` is for a class problem, and this is a function problem [case-kind]
      hint: Write `args`, `args_json`, `expected` or `expected_json`.
    problem.toml:69:1: error: unknown key `tag` in [[cases]] [unknown-key]
      hint: Did you mean `tags`?
    problem.toml:71:1: error: the case has no `expected`, and there is no reference that could answer [no-reference]
      hint: Write the answer, or add submissions/accepted/reference.py.
    problem.toml:73:10: error: a date is no value of a case [bad-value]
      hint: Write it as a string.
    problem.toml:75:1: error: the case is generated, and there is no reference that could answer [no-reference]
      hint: Add submissions/accepted/reference.py.
    problem.toml:77:12: error: generator.py has no function `biggest` [unknown-function]
      hint: Did you mean `bigger`?
    problem.toml:78:12: error: `params` must be a table, not an array [wrong-type]
      hint: Write a table.
    problem.toml:79:12: error: `seed` cannot be -1 [bad-value]
      hint: Write an integer from 0 to 18446744073709551615.
    problem.toml:81:1: error: [growth] has no `parameter` [missing-key]
      hint: Write the name of that function's parameter that is the size.
    problem.toml:82:12: warning: generator.py has no function `big` [unknown-function]
      hint: Did you mean `bigger`?
    problem.toml:83:12: error: `target` cannot be "n^4" [bad-value]
      hint: Did you mean `n^2`?
    problem.toml:85:1: error: [[hints]] has no `text` [missing-key]
      hint: Write `text = "..."`.
    problem.toml:86:20: error: `verdict` cannot be "timeout" [bad-value]
      hint: It may be `judge_error`, `compile_error`, `run_time_error`, `memory_limit_exceeded`, `output_limit_exceeded`, `time_limit_exceeded`, `idleness_limit_exceeded`, `wrong_answer`, `skipped` or `accepted`.
    problem.toml:86:37: error: `tag` must be a string, not an integer [wrong-type]
      hint: Write a string.
    problem.toml:88:1: error: [[follow_ups]] has no `answer` [missing-key]
      hint: Write `answer = "..."`.
    problem.toml:91:2: error: unknown key `extra` in problem.toml [unknown-key]
      hint: It may be `format_version`, `title`, `summary`, `difficulty`, `topics`, `minutes`, `entry`, `limits`, `checker`, `constraints`, `cases`, `generated`, `growth`, `hints` or `follow_ups`.
    cases/cut.json:1:14: error: not JSON: EOF while parsing a list [invalid-json]
      hint: Write valid JSON.
    cases/list.json:1:1: error: a case is an object, not an array [wrong-type]
      hint: Write the keys of a case in `{` and `}`.
    cases/notes.txt: warning: this is no case [case-files]
      hint: Cases end with .json, or .in and .ans.
    cases/old.in: error: `.in` files are for stdin problems [case-kind]
      hint: Write the case as a JSON file.
    cases/typo.json:1:1: error: the case has no `expected`, and there is no reference that could answer [no-reference]
      hint: Write the answer, or add submissions/accepted/reference.py.
    cases/typo.json:3:2: error: unknown key `exepcted` in the case [unknown-key]
      hint: Did you mean `expected`?
    cases/typo.json:3:27: error: `tags` must be an array of strings, not a string [wrong-type]
      hint: Write an array of strings.
    cases/typo.json:3:32: error: `tags` is written twice in the case [duplicate-key]
      hint: Remove one of them.
    "#);
}

#[test]
fn every_mistake_of_a_class_problem_is_reported() {
    insta::assert_snapshot!(fixture("class-mistakes"), @r#"
    problem.toml:5:13: error: `mutates` has no meaning in a class problem [entry-kind]
      hint: Remove it.
    problem.toml:15:8: error: tokens and lines are for stdin problems [checker-option]
      hint: Write exact, unordered, float or program.
    problem.toml:18:1: error: `name` is a parameter of several methods [unknown-parameter]
      hint: Write `add.name` or `remove.name`.
    problem.toml:19:1: error: `add.nam` is no parameter [unknown-parameter]
      hint: Did you mean `add.name`?
    problem.toml:20:30: error: the bound names `limit`, which is no parameter [unknown-parameter]
      hint: It may be `__init__.k`, `add.name` or `add.count`.
    problem.toml:21:47: error: a value of `one_of` can never occur: $: declared int, found the str "2" [type-mismatch]
      hint: Write values of the declared type.
    problem.toml:22:1: warning: `range` says nothing of `remove.name`, which is str [constraint-type]
      hint: `range` is for numbers, `length` for texts and lists.
    problem.toml:27:12: error: calls[0]: there is no method `ad` [unknown-method]
      hint: Did you mean `add`?
    problem.toml:27:12: error: calls[1]: `add` takes 2 arguments, the case gives 1 [arguments]
      hint: Write `[name, count]`.
    problem.toml:27:12: error: calls[2]: this is no call [wrong-type]
      hint: Write `["method", [arguments]]`.
    problem.toml:27:12: error: and 1 more like these [type-mismatch]
      hint: Mend those above first.
    problem.toml:32:12: error: `__init__.k` is 7, outside the range 1 to 3 [constraint]
      hint: Change the case, or the constraint.
    problem.toml:32:12: error: `__init__.k` is 7, not one of 1 [constraint]
      hint: Change the case, or the constraint.
    problem.toml:34:12: error: `expected` has 2 for 3 calls [expected-length]
      hint: Write one answer per call, null where it returns None.
    problem.toml:36:1: error: `Top` takes one argument, the case gives 0 [arguments]
      hint: Write an array with the one argument: `[k]`.
    problem.toml:41:1: error: the case has no `calls` [missing-key]
      hint: Write `calls = [...]`.
    problem.toml:41:1: error: the case has no `expected`, and there is no reference that could answer [no-reference]
      hint: Write the answer, or add submissions/accepted/reference.py.
    problem.toml:43:9: error: `init` must be an array, not 3 [wrong-type]
      hint: Write `init = [...]`.
    problem.toml:44:9: error: `args` is for a function problem, and this is a class problem [case-kind]
      hint: Write `init`, `init_json`, `calls`, `calls_json`, `expected` or `expected_json`.
    "#);
}

#[test]
fn every_mistake_of_a_stdin_problem_is_reported() {
    insta::assert_snapshot!(fixture("stdin-mistakes"), @r#"
    problem.toml:5:13: error: `signature` has no meaning in a stdin problem: the file is run as it is [entry-kind]
      hint: Remove it.
    problem.toml:8:8: error: float is for values, and a program prints text [checker-option]
      hint: Write tokens with `rel` and `abs`.
    problem.toml:9:8: error: `abs` cannot be -1 [bad-value]
      hint: Write a number from 0.
    problem.toml:11:1: error: text has no places for rules [checker-option]
      hint: Remove the rules.
    problem.toml:13:8: error: this kind is for a whole answer, not for a place in it [checker-option]
      hint: Write exact, unordered or float.
    problem.toml:16:1: error: `n`: the entry has no parameters [unknown-parameter]
      hint: Check the input in validator.py.
    problem.toml:18:1: error: [[cases]] has no `stdin` [missing-key]
      hint: Write `stdin = "..."`.
    problem.toml:20:10: error: `stdout` must be a string, not an integer [wrong-type]
      hint: Write a string.
    problem.toml:22:1: error: the case has no `stdout`, and there is no reference that could answer [no-reference]
      hint: Write the answer, or add submissions/accepted/reference.py.
    problem.toml:24:9: error: `args` is for a function problem, and this is a stdin problem [case-kind]
      hint: Write `stdin` or `stdout`.
    cases/lonely.ans: error: an answer without its input [case-files]
      hint: Add cases/lonely.in, or remove this file.
    cases/only-args.in: error: another case is called `only-args` too: problem.toml:23:9 [duplicate-name]
      hint: Rename one of them.
    cases/unanswered.in: error: the case has no unanswered.ans, and there is no reference that could answer [no-reference]
      hint: Write the answer, or add submissions/accepted/reference.py.
    "#);
}

#[test]
fn what_is_no_toml_is_said_once_per_mistake() {
    insta::assert_snapshot!(said("format_version = \n[entry\nkind = 'function'\n"), @"
    p/problem.toml:1:18: error: not TOML: string values must be quoted, expected literal string [invalid-toml]
      hint: Write valid TOML.
    p/problem.toml:2:7: error: not TOML: unclosed table, expected `]` [invalid-toml]
      hint: Write valid TOML.
    ");
    insta::assert_snapshot!(said("a = 1\na = 2"), @"
    p/problem.toml:2:1: error: not TOML: duplicate key [invalid-toml]
      hint: Write valid TOML.
    ");
}

#[test]
fn what_is_missing_is_said() {
    insta::assert_snapshot!(said(""), @"
    p/problem.toml:1:1: warning: problem.toml has no `format_version`; 1 is taken for granted [missing-key]
      hint: Write `format_version = 1` in the first line.
    p/problem.toml:1:1: error: there is no [entry] [missing-key]
      hint: Write [entry] with `kind` and `signature`.
    p/problem.toml:1:1: error: there is no case [no-case]
      hint: Add a [[cases]] table.
    ");
    insta::assert_snapshot!(said("format_version = 1\n[entry]\n"), @r#"
    p/problem.toml:1:1: error: there is no case [no-case]
      hint: Add a [[cases]] table.
    p/problem.toml:2:1: error: [entry] has no `kind` [missing-key]
      hint: Write `kind = "function"`, "class" or "stdin".
    "#);
    insta::assert_snapshot!(said("format_version = 1\nentry = 3\ncases = {}\n[generated]\nname = 'x'"), @"
    p/problem.toml:1:1: error: there is no case [no-case]
      hint: Add a [[cases]] table.
    p/problem.toml:2:9: error: `entry` must be a table, not an integer [wrong-type]
      hint: Write a table.
    p/problem.toml:3:9: error: `cases` must be an array of tables ([[cases]]), not a table [wrong-type]
      hint: Write an array of tables ([[cases]]).
    p/problem.toml:4:1: error: `generated` must be an array of tables ([[generated]]), not a table [wrong-type]
      hint: Write an array of tables ([[generated]]).
    ");
    insta::assert_snapshot!(said("format_version = 1\n[entry]\nkind = 'class'\n[[cases]]\nname=' '\n"), @r#"
    p/problem.toml:2:1: error: [entry] has no `signature` [missing-key]
      hint: Write `signature = "def name(parameter: type) -> type"`, or the stub of the class.
    p/problem.toml:4:1: error: the case has no `calls` [missing-key]
      hint: Write `calls = [...]`.
    p/problem.toml:4:1: error: the case has no `expected`, and there is no reference that could answer [no-reference]
      hint: Write the answer, or add submissions/accepted/reference.py.
    p/problem.toml:5:6: error: this is no name [bad-value]
      hint: Write a name of one line that is not empty.
    "#);
}

#[test]
fn another_version_is_all_that_is_said() {
    insta::assert_snapshot!(said("format_version = 2\nnew_key = 1\n"), @"
    p/problem.toml:1:18: error: format_version 2 is not known here [format-version]
      hint: Write `format_version = 1`, or use a later kumite.
    ");
    insta::assert_snapshot!(said("format_version = '1'\n[entry]\nkind = 'stdin'\n[[cases]]\nname = 'a'\nstdin = ''\nstdout = ''"), @"
    p/problem.toml:1:18: error: `format_version` must be an integer, not a string [wrong-type]
      hint: Write an integer.
    ");
}

#[test]
fn files_that_are_no_text_are_said() {
    let folder = Folder::with(&[("p/problem.toml", &function("def f(a: int) -> int", "[1]", "1"))]);
    folder.write("p/submissions/accepted/reference.py", b"x = 1\n# \xff\n");
    folder.write("p/cases/a.json", b"\xfe");
    folder.write("p/generator.py/x", b"");
    insta::assert_snapshot!(folder.said(), @"
    p/cases/a.json:1:1: error: this is not UTF-8 [not-utf8]
      hint: Save the file as UTF-8.
    p/generator.py: error: cannot be read: it is not a file [unreadable]
      hint: Make it a file that you may read.
    p/submissions/accepted/reference.py:2:3: error: this is not UTF-8 [not-utf8]
      hint: Save the file as UTF-8.
    ");
    let folder = Folder::with(&[]);
    folder.write("p/problem.toml", b"format_version = 1\ntitle = \"caf\xe9\"\n");
    insta::assert_snapshot!(folder.said(), @"
    p/problem.toml:2:13: error: this is not UTF-8 [not-utf8]
      hint: Save the file as UTF-8.
    ");
}

#[test]
fn a_package_shows_no_file_of_the_machine() {
    let folder = Folder::with(&[
        ("p/problem.toml", &function("def f(a: int) -> int", "[1]", "1")),
        ("secret/reference.py", "secret"),
        ("secret.json", "secret"),
        ("p/cases/b.json", "{\"args\": [1], \"expected\": 1}"),
    ]);
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, folder.path().join(at)).unwrap();
    link("../../secret.json", "p/cases/a.json");
    link("../secret.json", "p/statement.md");
    link("../secret/reference.py", "p/generator.py");
    link("../secret", "p/submissions");
    insta::assert_snapshot!(folder.said(), @"
    p/cases/a.json: error: cannot be read: it is a link that leads out of the package [unreadable]
      hint: Make it a file that you may read.
    p/generator.py: error: cannot be read: it is a link that leads out of the package [unreadable]
      hint: Make it a file that you may read.
    ");
    let catalog = folder.catalog();
    let package = catalog.package("p").unwrap();
    assert!(package.statement().is_err() && package.submissions().is_err());
}

#[test]
fn what_is_quoted_stays_in_its_line() {
    let folder = Folder::with(&[
        ("p/problem.toml", &function("def f(a: int) -> int", "[1]", "1")),
        ("p/cases/a.json", r#"{"args": [1], "expected": 1, "expecte\nd\u001b": 1}"#),
    ]);
    insta::assert_snapshot!(folder.said(), @r"
    p/cases/a.json:1:30: error: unknown key `expecte\nd\u{1b}` in the case [unknown-key]
      hint: Did you mean `expected`?
    ");
}

#[test]
fn what_is_no_folder_is_said() {
    let folder = Folder::with(&[("p/problem.toml", &function("def f() -> int", "[]", "1")), ("p/cases", "")]);
    insta::assert_snapshot!(folder.said(), @"
    p/cases: error: cannot be read: Not a directory (os error 20) [unreadable]
      hint: Make it a folder that you may read.
    ");
}

#[test]
fn the_reference_is_needed_only_for_what_it_must_answer() {
    let without = "format_version = 1\n[entry]\nkind = 'function'\nsignature = 'def f() -> int'\n\
                   [[cases]]\nname = 'a'\nargs = []\n[[generated]]\nname = 'b'\nfunction = 'g'\n";
    insta::assert_snapshot!(said(without), @"
    p/problem.toml:5:1: error: the case has no `expected`, and there is no reference that could answer [no-reference]
      hint: Write the answer, or add submissions/accepted/reference.py.
    p/problem.toml:8:1: error: the case is generated, and there is no reference that could answer [no-reference]
      hint: Add submissions/accepted/reference.py.
    p/problem.toml:10:12: error: `g` is looked for in generator.py, which is not there [missing-file]
      hint: Add generator.py with `def g(...)`.
    ");
    let folder = Folder::with(&[
        ("p/problem.toml", without),
        ("p/generator.py", "def g(rng):\n    return []\n"),
        ("p/submissions/accepted/reference.py", "def f():\n    return 1\n"),
    ]);
    assert_eq!(folder.said(), "");
}

#[test]
fn a_checker_program_must_be_there() {
    let toml = function("def f() -> int", "[]", "1")
        + "[checker]\nkind = 'program'\n[[checker.rules]]\npath = '$'\nkind = 'exact'\n";
    insta::assert_snapshot!(said(&toml), @"
    p/problem.toml:10:8: error: `check` is looked for in checker.py, which is not there [missing-file]
      hint: Add checker.py with `def check(...)`.
    p/problem.toml:11:1: error: checker.py decides on the whole answer [checker-option]
      hint: Remove the rules.
    ");
    let folder =
        Folder::with(&[("p/problem.toml", &toml), ("p/checker.py", "def chek(args, expected, answer): ...\n")]);
    insta::assert_snapshot!(folder.said(), @"
    p/problem.toml:10:8: error: checker.py has no function `check` [unknown-function]
      hint: Did you mean `chek`?
    p/problem.toml:11:1: error: checker.py decides on the whole answer [checker-option]
      hint: Remove the rules.
    ");
}

#[test]
fn deep_json_is_an_error_and_no_crash() {
    let deep = format!("[{}{}]", "[".repeat(100_000), "]".repeat(100_000));
    insta::assert_snapshot!(said(&function("def f(a: Any) -> Any", &deep, "1")), @"
    p/problem.toml:7:143: error: `args_json` is not JSON: recursion limit exceeded at line 1 column 128 of the text [invalid-json]
      hint: Write valid JSON in the string.
    ");
    let folder = Folder::with(&[("p/problem.toml", &function("def f(a: Any) -> Any", "[1]", "1"))]);
    folder.write("p/cases/deep.json", format!("{{\"args\": {deep}, \"expected\": 1}}").as_bytes());
    insta::assert_snapshot!(folder.said(), @"
    p/cases/deep.json:1:137: error: the JSON cannot be read: recursion limit exceeded [invalid-json]
      hint: Write valid JSON.
    ");
}

#[test]
fn the_place_of_json_in_a_string_is_exact() {
    let toml = "format_version = 1\n[entry]\nkind = 'function'\nsignature = \"def f(a: \\u0073tr, b: foo) -> int\"\n\
                [[cases]]\nname = 'a'\nargs_json = \"\"\"\n[\\\"x\\\",\n  2 3]\"\"\"\nexpected = 1\n";
    insta::assert_snapshot!(said(toml), @"
    p/problem.toml:4:36: error: `foo` is no type of a problem [signature]
      hint: It may be `int`, `float`, `str`, `bool`, `bytes`, `None`, `Any`, `list`, `tuple`, `dict`, `set`, `frozenset`, `Optional`, `Iterator`, `TreeNode` or `ListNode`.
    p/problem.toml:9:5: error: `args_json` is not JSON: expected `,` or `]` at line 2 column 5 of the text [invalid-json]
      hint: Write valid JSON in the string.
    ");
}

#[test]
fn a_breach_of_many_places_is_said_once() {
    let toml = function("def f(a: list[int], m: int) -> int", "[[1, 2, 9, 9, 3, 3], 2]", "1")
        + "[constraints]\na = { length = [0, 'm'], sorted = true, unique = true }\n'a[*]' = { range = ['m', 'len(a) + 1'], one_of = [1, 2, 3] }\n";
    insta::assert_snapshot!(said(&toml), @"
    p/problem.toml:7:13: error: `a` has the length 6, outside 0 to 2 (m) [constraint]
      hint: Change the case, or the constraint.
    p/problem.toml:7:13: error: `a` is not sorted: item 4 is 3 after 9 [constraint]
      hint: Change the case, or the constraint.
    p/problem.toml:7:13: error: `a` is not unique: item 3, 9, stands there before [constraint]
      hint: Change the case, or the constraint.
    p/problem.toml:7:13: error: `a[0]` is 1, outside the range 2 (m) to 7 (len(a) + 1) (and at 2 more places) [constraint]
      hint: Change the case, or the constraint.
    p/problem.toml:7:13: error: `a[2]` is 9, not one of 1, 2, 3 (and at one more place) [constraint]
      hint: Change the case, or the constraint.
    ");
}

#[test]
fn constraints_that_say_nothing_are_reported() {
    let toml = function("def f(a: list[str], d: dict[str, int], t: TreeNode) -> int", "[[], {}, []]", "1")
        + "[constraints]\na = { alphabet = 'x', length = [3] }\nd = { sorted = true, length = 5 }\n'd.x' = { range = [2, 1] }\n\
           'd[0]' = {}\n't[*]' = { range = ['a', 'len(q)'] }\n't[*].x' = { range = ['x y', true] }\n'a[0' = 3\n";
    insta::assert_snapshot!(said(&toml), @r#"
    p/problem.toml:10:1: warning: `alphabet` says nothing of `a`, which is list[str] [constraint-type]
      hint: For its items write `"a[*]"`.
    p/problem.toml:10:32: error: `length` takes two bounds, not 1 [bad-value]
      hint: Write `length = [smallest, largest]`.
    p/problem.toml:11:1: warning: `sorted` says nothing of `d`, which is dict[str, int] [constraint-type]
      hint: `sorted` and `unique` are for lists and tuples.
    p/problem.toml:11:31: error: `length` must be an array of two bounds, not an integer [wrong-type]
      hint: Write an array of two bounds.
    p/problem.toml:12:19: error: no number is in this `range`: the smallest is over the largest [bad-value]
      hint: Swap the bounds.
    p/problem.toml:13:1: warning: `d[0]` leads nowhere: `dict[str, int]` has keys, not items; a key is written `["0"]` [bad-path]
      hint: Write steps such as `[*]`, `[0]` or `.key` after the parameter.
    p/problem.toml:14:21: error: `a` is `list[str]`, which is no number [bad-value]
      hint: Write `len(a)`.
    p/problem.toml:14:26: error: the bound names `q`, which is no parameter [unknown-parameter]
      hint: It may be `a`, `d` or `t`.
    p/problem.toml:15:23: error: `x y` is no bound [bad-value]
      hint: Write a number, a parameter or `len(parameter)`, with `+ 1` or `- 1` where needed.
    p/problem.toml:15:30: error: a boolean is no bound [bad-value]
      hint: Write a number, a parameter or `len(parameter)`, with `+ 1` or `- 1` where needed.
    p/problem.toml:16:9: error: the constraint of `a[0` must be a table, not an integer [wrong-type]
      hint: Write such as `{ range = [0, 10] }`.
    "#);
}
