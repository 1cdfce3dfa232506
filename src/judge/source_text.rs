//! Where a Python source makes what it is blamed for, found by its text: a line that is not found is not named.

use crate::model::Changed;

/// The names after which a value depends on the hash seed.
const HASHING: [&str; 4] = ["set(", "frozenset(", "hash(", "id("];

/// The line that makes something that lasts: its assignment, its class or its function.
pub(super) fn line_of(code: &str, changed: &Changed) -> Option<usize> {
    let name = changed.name.split('(').next().unwrap_or_default();
    let mut lines = code.lines().enumerate();
    let mut found = None;
    for (depth, part) in name.split('.').enumerate() {
        match lines.find(|(_, line)| defines(line, part, depth > 0)) {
            Some((index, _)) => found = Some(index + 1),
            None => break,
        }
    }
    found
}

/// Whether a line makes this name, in a class or in the module.
fn defines(line: &str, name: &str, is_inner: bool) -> bool {
    let text = line.trim_start();
    if is_inner != (text.len() < line.len()) {
        return false;
    }
    let defined = ["def ", "async def ", "class "].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let Some(rest) = defined.strip_prefix(name) else { return false };
    let rest = rest.trim_start();
    rest.starts_with(['(', ':', ',', '='])
        && (defined.len() < text.len() || !rest.starts_with(['(']) && !rest.starts_with("=="))
}

/// The lines on which something depends on the hash seed: sets, `hash()` and `id()`.
pub(super) fn hashing_lines(code: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for (at, _) in code.char_indices().filter(|&(at, letter)| match letter {
        '{' => is_set(&code[at + 1..]),
        letter if letter.is_alphabetic() => {
            let before = code[..at].chars().next_back().unwrap_or(' ');
            let begins_a_name = !before.is_alphanumeric() && before != '_' && before != '.';
            begins_a_name && HASHING.iter().any(|name| code[at..].starts_with(name))
        }
        _ => false,
    }) {
        let line = code[..at].matches('\n').count() + 1;
        if found.last() != Some(&line) {
            found.push(line);
        }
    }
    found
}

/// Whether what follows a `{` makes a set and no dict.
fn is_set(inside: &str) -> bool {
    let mut depth = 0_usize;
    for letter in inside.chars() {
        match letter {
            '{' | '[' | '(' => depth += 1,
            '}' if depth == 0 => break,
            '}' | ']' | ')' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => return false,
            _ => {}
        }
    }
    let inside = inside.trim_start();
    !inside.starts_with('}') && !inside.starts_with("**")
}

/// A source with blanks in the place of its texts and comments, line by line as it was.
pub(super) fn without_texts(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(letter) = rest.chars().next() {
        let length = match letter {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => text_length(rest, letter),
            _ => {
                code.push(letter);
                rest = &rest[letter.len_utf8()..];
                continue;
            }
        };
        code.extend(rest[..length].chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }));
        rest = &rest[length..];
    }
    code
}

/// The length of the text that begins here, its quotes included.
fn text_length(rest: &str, quote: char) -> usize {
    let long: String = std::iter::repeat_n(quote, 3).collect();
    let end = if rest.starts_with(&long) { long } else { quote.to_string() };
    let mut at = end.len();
    while at < rest.len() && !rest[at..].starts_with(&end) && (end.len() == 3 || !rest[at..].starts_with('\n')) {
        let escaped = usize::from(rest[at..].starts_with('\\'));
        at += rest[at..].chars().take(1 + escaped).map(char::len_utf8).sum::<usize>();
    }
    (at + end.len()).min(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lasting;

    #[test]
    fn texts_and_comments_are_blank() {
        let code = without_texts("a = 'x\\'{y}'  # set(\nb = \"\"\"two\nlines\"\"\"; c = {1}\n");
        assert_eq!(
            code,
            format!("a = {}  {}\nb = {}\n{}; c = {{1}}\n", " ".repeat(8), " ".repeat(6), " ".repeat(6), " ".repeat(8))
        );
        assert_eq!(without_texts("'open\nnext"), "     \nnext");
    }

    #[test]
    fn lines_that_hash_are_found_and_dicts_are_none() {
        let lines = |source: &str| hashing_lines(&without_texts(source));
        assert_eq!(lines("a = set(b)\nc = {}\nd = {1: 2}\ne = {1, 2}\nf = {x for x in y}\ng = {**a}"), [1, 4, 5]);
        assert_eq!(lines("a.set(1)\nreset(2)\nhash(a); id(b)\n# set(\nx = f'{a}'\n"), [3]);
        assert_eq!(lines("a = {\n    'x': {1},\n}\n"), [2]);
    }

    #[test]
    fn what_lasts_is_found_where_it_is_made() {
        let code = "seen: list = []\n\n\nclass A:\n    memo = {}\n\n    def f(self, a=[]):\n        memo = 1\n\ndef g(a, b={}): ...\n";
        let line = |name: &str| line_of(code, &Changed { what: Lasting::Global, name: name.to_owned() });
        assert_eq!(
            ["seen", "A.memo", "A.f(a)", "g(b)", "g.memo"].map(line),
            [Some(1), Some(5), Some(7), Some(10), Some(10)]
        );
        assert_eq!(line("gone"), None);
        assert_eq!(line("se"), None);
    }
}
