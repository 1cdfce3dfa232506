//! `kumite list`, `show` and `start`.

use crate::support::{BROKEN_PACKAGE, Outcome, PACKAGES, Place};

/// A workspace with the packages of `support`.
fn workspace(more: &[(&str, &str)]) -> Place {
    Place::with(&[&[("kumite.toml", "")], &PACKAGES[..], more].concat())
}

#[test]
fn list_shows_what_matches() {
    let place = workspace(&[]);
    insta::assert_snapshot!(place.kumite(&["list", "--topic", "arrays"]).page(), @"
    --- stdout
    problem  difficulty  minutes  topics  title
    two-sum  easy             10  arrays  Two sum
    1 problem
    --- exit 0
    ");
    let all = place.kumite(&["list"]).stdout;
    assert!(all.contains("longest-binge"), "the embedded library comes first:\n{all}");
    assert!(all.contains("merge-logs"), "{all}");
    let medium = place.kumite(&["list", "--difficulty", "medium"]).stdout;
    assert!(medium.contains("merge-logs") && !medium.contains("two-sum"), "{medium}");
}

#[test]
fn list_says_when_nothing_matches() {
    let place = workspace(&[]);
    insta::assert_snapshot!(place.kumite(&["list", "--topic", "array"]).page(), @"
    --- stderr
    error: no problem has the topic `array`
      hint: Did you mean `arrays`?
    --- exit 4
    ");
    insta::assert_snapshot!(place.kumite(&["list", "--topic", "logs", "--difficulty", "hard"]).page(), @"
    --- stderr
    error: no problem has the topic `logs` and the difficulty hard
      hint: `kumite list` without options shows every problem.
    --- exit 4
    ");
}

#[test]
fn list_starts_no_python() {
    // With no program in reach, whatever starts one fails.
    let place = workspace(&[]);
    let mut command = place.command(&["list"]);
    command.env("PATH", "").env("KUMITE_PYTHON", "/dev/null");
    assert_eq!(Outcome::of(&mut command).code, 0);
}

#[test]
fn show_has_the_statement_the_samples_and_the_signature() {
    insta::assert_snapshot!("show", workspace(&[]).kumite(&["show", "two-sum"]).page());
}

#[test]
fn an_unknown_problem_is_answered_with_the_nearest() {
    let place = workspace(&[]);
    insta::assert_snapshot!(place.kumite(&["show", "two-sun"]).page(), @"
    --- stderr
    error: there is no problem `two-sun`
      hint: Did you mean `two-sum`?
    --- exit 2
    ");
    insta::assert_snapshot!(place.kumite(&["start", "xyzzy"]).page(), @"
    --- stderr
    error: there is no problem `xyzzy`
      hint: `kumite list` shows the problems.
    --- exit 2
    ");
}

#[test]
fn an_invalid_package_is_reported_with_every_mistake() {
    let place = workspace(&[BROKEN_PACKAGE]);
    insta::assert_snapshot!(place.kumite(&["show", "broken"]).page(), @"
    --- stderr
    problems/broken/problem.toml:2:1: error: unknown key `titel` in problem.toml [unknown-key]
      hint: Did you mean `title`?
    problems/broken/problem.toml:6:34: error: `lst` is no type of a problem [signature]
      hint: Did you mean `list`?
    problems/broken/problem.toml:9:16: error: `time_seconds` must be a number, not a string [wrong-type]
      hint: Write a number.
    3 errors
    --- exit 2
    ");
    assert_eq!(place.kumite(&["list"]).code, 0, "the others can still be listed");
    assert_eq!(place.kumite(&["show", "two-sum"]).code, 0, "and shown");
}

#[test]
fn a_folder_of_problems_must_be_there() {
    let place = workspace(&[("file", "")]);
    insta::assert_snapshot!(place.kumite(&["list", "--problems", "gone"]).page(), @"
    --- stderr
    error: --problems: there is no folder `gone`
      hint: Make the folder, or name another one.
    --- exit 2
    ");
    insta::assert_snapshot!(place.kumite(&["list", "--problems", "file"]).page(), @"
    --- stderr
    error: --problems: there is no folder `file`
      hint: Make the folder, or name another one.
    --- exit 2
    ");
    let place = Place::with(&[("kumite.toml", "\nproblems = [\"mine\"]\n")]);
    insta::assert_snapshot!(place.kumite(&["list"]).page(), @"
    --- stderr
    error: kumite.toml:2:1: there is no folder `mine`
      hint: Make the folder, or name another one.
    --- exit 2
    ");
}

#[test]
fn of_folders_with_the_same_problem_the_last_named_wins() {
    let place = workspace(&[("other/two-sum/problem.toml", "title = \"Another\"\n")]);
    let title = |folders: &[&str]| {
        let folders = folders.iter().flat_map(|folder| ["--problems", folder]);
        let listed = place.kumite(&["list"].into_iter().chain(folders).collect::<Vec<_>>()).stdout;
        let line = listed.lines().find(|line| line.starts_with("two-sum")).unwrap().to_owned();
        if line.ends_with("Another") { "Another" } else { "Two sum" }
    };
    assert_eq!(title(&[]), "Two sum");
    assert_eq!(title(&["other"]), "Another");
    // `problems` is the configured folder, too.
    assert_eq!(title(&["other", "problems"]), "Two sum");
    assert_eq!(title(&["problems", "other"]), "Another");
    assert_eq!(title(&["other", "problems", "other"]), "Another");
}

#[test]
fn start_writes_a_solution_once() {
    let place = workspace(&[]);
    insta::assert_snapshot!(place.kumite(&["start", "two-sum"]).page(), @"
    --- stdout
    wrote solutions/two_sum.py

    Next: write the solution, then run `kumite test solutions/two_sum.py`.
    The problem: `kumite show two-sum`
    --- exit 0
    ");
    insta::assert_snapshot!(place.read("solutions/two_sum.py"), @r#"
    """Two sum. Statement: kumite show two-sum"""


    def two_sum(numbers: list[int], target: int) -> list[int]:
        """The indices of the two numbers that add up to the target."""
        raise NotImplementedError
    "#);
    std::fs::write(place.here().join("solutions/two_sum.py"), "mine").unwrap();
    insta::assert_snapshot!(place.kumite(&["start", "two-sum"]).page(), @"
    --- stderr
    error: solutions/two_sum.py is there already
      hint: It stays as it is; to begin again, rename solutions/two_sum.py first.
    --- exit 2
    ");
    assert_eq!(place.read("solutions/two_sum.py"), "mine");
}

#[test]
fn start_without_a_workspace_writes_here() {
    let place = Place::with(&PACKAGES.map(|(name, text)| (name, text)));
    let outcome = place.kumite(&["start", "merge-logs", "--problems", "problems"]);
    insta::assert_snapshot!(outcome.page(), @"
    --- stdout
    wrote merge_logs.py

    Next: write the solution, then run `kumite test merge_logs.py --problems problems`.
    The problem: `kumite show merge-logs --problems problems`
    --- exit 0
    ");
    assert!(place.here().join("merge_logs.py").is_file());
}

#[test]
fn start_says_where_it_cannot_write() {
    let place = workspace(&[("solutions", "a file")]);
    insta::assert_snapshot!(place.kumite(&["start", "two-sum"]).page(), @"
    --- stderr
    error: cannot write solutions: File exists (os error 17)
      hint: Choose another place.
    --- exit 3
    ");
}

#[test]
fn a_wrong_configuration_is_reported_by_every_command() {
    let place = Place::with(&[("kumite.toml", "solutoins = \"x\"\njobs = 0\n")]);
    insta::assert_snapshot!(place.kumite(&["list"]).page(), @"
    --- stderr
    kumite.toml:1:1: error: unknown key `solutoins` [unknown-key]
      hint: Did you mean `solutions`?
    kumite.toml:2:8: error: `jobs` is 0 [wrong-value]
      hint: It must be a whole number of at least 1.
    2 errors
    --- exit 2
    ");
    for args in [&["show", "x"][..], &["start", "x"], &["test"], &["doctor"]] {
        assert_eq!(place.kumite(args).code, 2, "{args:?}");
    }
    let place = Place::with(&[]);
    let mut command = place.command(&["list"]);
    command.env("KUMITE_ISOLATION", "thread");
    insta::assert_snapshot!(Outcome::of(&mut command).page(), @"
    --- stderr
    error: KUMITE_ISOLATION is `thread`
      hint: It must be `fork` or `process`.
    --- exit 2
    ");
}

#[test]
fn a_pipe_that_nobody_reads_ends_quietly() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let outcome = workspace(&[]).kumite_into(&["list"], writer);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
}

#[test]
fn a_full_disk_is_said() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    insta::assert_snapshot!(workspace(&[]).kumite_into(&["list"], full).page(), @"
    --- stderr
    error: cannot write to standard output: No space left on device (os error 28)
      hint: Free some disk space.
    --- exit 3
    ");
}

#[test]
fn colours_are_for_those_who_want_them() {
    let place = workspace(&[]);
    let coloured = |variables: &[(&str, &str)], args: &[&str]| {
        let mut command = place.command(args);
        command.envs(variables.iter().copied());
        Outcome::of(&mut command).stdout.contains('\u{1b}')
    };
    assert!(!coloured(&[], &["show", "two-sum"]), "no terminal, no colours");
    assert!(coloured(&[], &["show", "two-sum", "--color", "always"]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")], &["show", "two-sum"]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &["show", "two-sum"]));
    assert!(coloured(&[("NO_COLOR", "1")], &["--color=always", "show", "two-sum"]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1")], &["--color", "never", "show", "two-sum"]));
}

#[test]
fn the_width_is_what_columns_says() {
    let place = workspace(&[]);
    let widest = |columns: &str| {
        let mut command = place.command(&["list"]);
        command.env("COLUMNS", columns);
        Outcome::of(&mut command).stdout.lines().map(|line| line.chars().count()).max().unwrap()
    };
    assert!(widest("60") <= 60);
    assert!(widest("200") > 80);
    assert!(widest("nonsense") <= 80);
}
