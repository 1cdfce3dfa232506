//! Does statement.md have what a candidate needs, and are its examples true?
//!
//! Texts are compared by their words and numbers: brackets, quotes and spaces are written in many ways.

use crate::model::{Answer, CaseInput, CaseSource, Group, Place, Problem, Rule, TestCase, Value, python_literal};

use super::Findings;

/// Fewer words of prose than this are no task.
const LEAST_WORDS: usize = 6;
/// An answer with more words than this may be shortened in the statement.
const MOST_WORDS: usize = 60;
/// How long a value's literal may be, in characters.
const LONGEST: usize = 4_000;
/// Floats in a statement may be rounded this much.
const ROUNDING: f64 = 0.01;

/// Checks the statement. `problem` is None where the package has errors: then no samples are known.
pub(super) fn check(findings: &mut Findings, problem: Option<&Problem>) {
    let place = findings.file("statement.md");
    let text = match findings.package.statement() {
        Ok(Some(text)) => text,
        Ok(None) => {
            findings.error(
                "no-statement",
                place,
                "there is no statement",
                "Add statement.md: what the candidate reads.",
            );
            return;
        }
        Err(diagnostic) => {
            findings.found.push(diagnostic.into());
            return;
        }
    };
    let sections = sections(&text);
    if !sections.iter().any(|section| section.heading) {
        findings.error("no-heading", place.clone(), "the statement has no heading", "Begin it with `# Title`.");
    }
    if sections.iter().map(|section| section.prose_words).sum::<usize>() < LEAST_WORDS {
        let hint = "Say what is given, what is asked for, and what holds in special cases.";
        findings.error("no-task", place.clone(), "the statement says too little to solve the problem", hint);
    }
    if let Some(problem) = problem {
        samples(findings, problem, &place, &text, &sections);
    }
}

/// A heading (or none, at the start) and what stands below it.
#[derive(Default)]
struct Section {
    heading: bool,
    words: Vec<Word>,
    prose_words: usize,
}

/// A word or number, and the line that it stands on, from 1.
struct Word {
    text: String,
    line: usize,
}

fn sections(text: &str) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut in_code = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
            continue;
        }
        if !in_code && line.starts_with('#') {
            sections.push(Section { heading: true, ..Section::default() });
            continue;
        }
        let Some(section) = sections.last_mut() else { continue };
        let words = words(line);
        let is_prose = |word: &&String| !in_code && word.starts_with(char::is_alphabetic);
        section.prose_words += words.iter().filter(is_prose).count();
        section.words.extend(words.into_iter().map(|text| Word { text, line: index + 1 }));
    }
    sections
}

/// The words and numbers of a text, as Python writes them.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let letters: Vec<char> = text.chars().collect();
    for (index, &letter) in letters.iter().enumerate() {
        let digit_after = letters.get(index + 1).is_some_and(char::is_ascii_digit);
        let digit_before = word.ends_with(|c: char| c.is_ascii_digit());
        match letter {
            letter if letter.is_alphanumeric() => word.push(letter),
            // `1_000` is one number.
            '_' if digit_before && digit_after => {}
            '.' if digit_before && digit_after => word.push('.'),
            '-' if word.is_empty() && digit_after => word.push('-'),
            _ if word.is_empty() => {}
            // The prefix of a string, `r'...'`; not the end of one, `'... r',`.
            '\'' | '"'
                if matches!(word.as_str(), "r" | "b" | "rb" | "br")
                    && letters.get(index + 1).is_some_and(|next| !",)]}: ".contains(*next)) =>
            {
                word.clear();
            }
            _ => words.push(std::mem::take(&mut word)),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    for word in &mut words {
        match word.as_str() {
            "null" => "None".clone_into(word),
            "true" => "True".clone_into(word),
            "false" => "False".clone_into(word),
            _ => {}
        }
    }
    words
}

fn value_words(value: &Value) -> Vec<String> {
    words(&python_literal(value, LONGEST))
}

/// Whether at least one sample is shown, and whether each that is shown has its answer beside it.
fn samples(findings: &mut Findings, problem: &Problem, place: &Place, text: &str, sections: &[Section]) {
    let mut any_could_be = false;
    let mut any_is = false;
    for case in problem.cases.iter().filter(|case| case.group == Group::Sample) {
        let CaseSource::Given(input) = &case.source else { continue };
        let parts = input_words(input);
        if parts.iter().all(Vec::is_empty) {
            continue;
        }
        any_could_be = true;
        let shown = sections.iter().find_map(|section| Some((section, end_of_all(&section.words, &parts)?)));
        let Some((section, end)) = shown else { continue };
        any_is = true;
        // Where several answers are right, the statement may show another one.
        if problem.checker.kind != Rule::Program && !answer_follows(case, &section.words[end..]) {
            let line = section.words[end.saturating_sub(1)].line;
            let start = text.lines().take(line - 1).map(|line| line.len() + 1).sum();
            let place = Place::at(place.file.clone(), text, start);
            let message = format!("the example of the sample `{}` does not show its answer", case.name);
            let hint = match &case.expected {
                Some(answer) => format!("The case expects {}.", shown_answer(answer)),
                None => "Show what the reference answers.".to_owned(),
            };
            findings.error("example-answer", place, message, hint);
        }
    }
    if any_could_be && !any_is {
        let hint = "Show the input and the answer of a sample as an example.";
        findings.warning("sample-not-shown", place.clone(), "the statement shows no sample", hint);
    }
}

fn shown_answer(answer: &Answer) -> String {
    match answer {
        Answer::Returned(value) => python_literal(value, 80),
        Answer::Printed(text) => python_literal(&Value::Str(String::from_utf8_lossy(text).into_owned()), 80),
    }
}

/// The words of each argument, or of each call.
fn input_words(input: &CaseInput) -> Vec<Vec<String>> {
    match input {
        CaseInput::Call(args) => args.iter().map(value_words).collect(),
        CaseInput::Class { init, calls } => {
            let call = |name: &str, args: &[Value]| {
                let mut all = words(name);
                all.extend(args.iter().flat_map(value_words));
                all
            };
            let mut parts = vec![init.iter().flat_map(value_words).collect()];
            parts.extend(calls.iter().map(|(name, args)| call(name, args)));
            parts
        }
        CaseInput::Stdin(text) => vec![words(&String::from_utf8_lossy(text))],
    }
}

/// Where the words of all parts have been seen; None where some part does not stand there as it is.
///
/// Mostly they stand one after the other; where they do not (`totals = ...` is written first), anywhere will do.
fn end_of_all(section: &[Word], parts: &[Vec<String>]) -> Option<usize> {
    let find = |part: &Vec<String>, from: usize| {
        let at =
            section[from..].windows(part.len()).position(|part_of| part_of.iter().map(|word| &word.text).eq(part))?;
        Some(from + at + part.len())
    };
    let mut parts = parts.iter().filter(|part| !part.is_empty());
    let in_order = parts.clone().try_fold(0, |end, part| find(part, end));
    in_order.or_else(|| parts.try_fold(0, |end, part| Some(find(part, 0)?.max(end))))
}

/// Whether every word of the answer stands in these words.
fn answer_follows(case: &TestCase, after: &[Word]) -> bool {
    let wanted = match case.expected.as_deref() {
        None => return true,
        Some(Answer::Printed(text)) => words(&String::from_utf8_lossy(text)),
        // The answers of a class stand between its calls.
        Some(Answer::Returned(_)) if matches!(&case.source, CaseSource::Given(input) if matches!(**input, CaseInput::Class { .. })) =>
        {
            return true;
        }
        Some(Answer::Returned(value)) => value_words(value),
    };
    let is_there = |wanted: &String| after.iter().any(|word| word.text == *wanted || nearly(&word.text, wanted));
    wanted.len() > MOST_WORDS || wanted.iter().all(is_there)
}

/// Whether two words are floats of about the same size.
fn nearly(shown: &str, wanted: &str) -> bool {
    let float = |text: &str| text.parse::<f64>().ok().filter(|float| float.is_finite());
    match (float(shown), float(wanted)) {
        (Some(shown), Some(exact)) if wanted.contains(['.', 'e']) => {
            (shown - exact).abs() <= ROUNDING * exact.abs().max(1.0)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_the_same_however_they_are_written() {
        assert_eq!(words(r#"f([("a b", 1_000), (-2, 0.5)])  # null"#), ["f", "a", "b", "1000", "-2", "0.5", "None"]);
        assert_eq!(words("[[1,5],[5,9]]"), ["1", "5", "5", "9"]);
        assert_eq!(words("3-4 x-y r'a'"), ["3", "4", "x", "y", "a"]);
    }
}
