//! Text on its way to a terminal: made safe, measured, cut, wrapped.

use textwrap::core::Fragment;
use textwrap::wrap_algorithms::wrap_first_fit;
use unicode_width::UnicodeWidthChar;

/// What a piece of text means; the page gives each meaning its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    /// Of less weight: labels, places, what frames the rest.
    Faint,
    /// Of more weight: headings, names.
    Strong,
    /// Code inside of prose.
    Code,
    Good,
    Bad,
    Caution,
    /// What differs, in the expected answer.
    MarkExpected,
    /// What differs, in the given answer.
    MarkGot,
    /// What points at it from below, in the expected answer.
    PointExpected,
    /// What points at it from below, in the given answer.
    PointGot,
}

/// A piece of one line. Holds no control character, whatever it was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    text: String,
    pub(super) tone: Tone,
}

impl Piece {
    pub(super) fn new(text: impl AsRef<str>, tone: Tone) -> Self {
        Self { text: visible(text.as_ref()), tone }
    }

    pub(super) fn plain(text: impl AsRef<str>) -> Self {
        Self::new(text, Tone::Plain)
    }

    /// The piece, not broken between its words if it is short.
    pub(super) fn kept_together(mut self) -> Self {
        if self.columns() <= KEPT_TOGETHER {
            self.text = self.text.replace(' ', NO_BREAK_SPACE.encode_utf8(&mut [0; 4]));
        }
        self
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn columns(&self) -> usize {
        columns(&self.text)
    }
}

/// The pieces of one line.
pub(super) type Line = Vec<Piece>;

pub(super) fn line_columns(line: &[Piece]) -> usize {
    line.iter().map(Piece::columns).sum()
}

/// One line of foreign text with everything made visible that would act on a terminal or that cannot be seen.
///
/// Control characters, bidirectional controls, line separators and invisible format characters become Python
/// escapes; a tab becomes four spaces. What is visible already stays as it is.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push_str("    "),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c if acts_or_hides(c) => out.push_str(&escape(c)),
            c => out.push(c),
        }
    }
    out
}

/// Foreign text of any number of lines, each as [`visible`] makes it.
pub(super) fn visible_lines(text: &str) -> String {
    lines(text).map(visible).collect::<Vec<_>>().join("\n")
}

fn escape(c: char) -> String {
    match u32::from(c) {
        code @ 0..=0xff => format!("\\x{code:02x}"),
        code @ 0x100..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}

/// Joiners (U+200C, U+200D) and variation selectors stay: scripts and emoji need them, and they move nothing.
fn acts_or_hides(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

/// The lines of foreign text: split at line feeds; the carriage return of a CRLF goes with it.
pub(super) fn lines(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.strip_suffix('\n').unwrap_or(text).split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line))
}

/// Terminal columns of one character. Never less than what a terminal uses: a selector that may widen the character
/// before it counts as one.
fn char_columns(c: char) -> usize {
    if c == '\u{fe0f}' { 1 } else { c.width().unwrap_or(0) }
}

/// Terminal columns of a visible text.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(char_columns).sum()
}

/// The byte offset behind as many characters of `text` as fit in `width` columns.
pub(super) fn fitting(text: &str, width: usize) -> usize {
    let mut used = 0;
    for (offset, c) in text.char_indices() {
        used += char_columns(c);
        if used > width {
            return offset;
        }
    }
    text.len()
}

/// `text` in at most `width` columns, with `...` for a tail that does not fit.
pub(super) fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let dots = &"..."[..width.min(3)];
    format!("{}{dots}", &text[..fitting(text, width - dots.len())])
}

/// `text` in at most `width` columns, with `...` for a start that does not fit.
pub(super) fn cut_front(text: &str, width: usize) -> String {
    let total = columns(text);
    if total <= width {
        return text.to_owned();
    }
    let kept = text.char_indices().map(|(offset, _)| &text[offset..]).find(|rest| columns(rest) + 3 <= width);
    format!("...{}", kept.unwrap_or_default())
}

/// `text`, filled up with spaces to `width` columns.
pub(super) fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// Stands for a space that a line is not broken at, until the line is painted.
pub(super) const NO_BREAK_SPACE: char = '\u{a0}';
/// Code is kept together up to this many columns.
const KEPT_TOGETHER: usize = 30;

/// Keeps short groups in innermost brackets of code on one line each: `(1, 5)`.
pub(super) fn keep_groups_together(line: &mut Line) {
    let mut letters: Vec<char> = line.iter().flat_map(|piece| piece.text.chars()).collect();
    let mut open = None;
    for at in 0..letters.len() {
        match letters[at] {
            '(' | '[' | '{' => open = Some(at),
            ')' | ']' | '}' => {
                let group = open.take().unwrap_or(at)..at;
                let short = group.len() <= KEPT_TOGETHER;
                letters[group].iter_mut().filter(|c| short && **c == ' ').for_each(|c| *c = NO_BREAK_SPACE);
            }
            _ => {}
        }
    }
    let mut letters = letters.into_iter();
    for piece in line {
        piece.text = letters.by_ref().take(piece.text.chars().count()).collect();
    }
}

/// Breaks a line at spaces so that each part fits in `width` columns; words that are longer are broken too.
///
/// Spaces between words of one part stay as they are, those at a break go.
pub(super) fn wrap(line: &[Piece], width: usize) -> Vec<Line> {
    wrap_after(line, width, width)
}

/// As [`wrap`], the first part in `first` columns.
pub(super) fn wrap_after(line: &[Piece], first: usize, width: usize) -> Vec<Line> {
    if line_columns(line) <= first {
        return vec![line.to_vec()];
    }
    let words = words_of(line, first.min(width).max(1));
    wrap_first_fit(&words, &[first as f64, width as f64]).into_iter().map(join).collect()
}

/// A word of one or more tones, and the spaces behind it.
#[derive(Debug, Default)]
struct Word {
    pieces: Line,
    spaces: usize,
}

impl Fragment for Word {
    fn width(&self) -> f64 {
        line_columns(&self.pieces) as f64
    }

    fn whitespace_width(&self) -> f64 {
        self.spaces as f64
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

fn words_of(line: &[Piece], width: usize) -> Vec<Word> {
    let mut words = vec![Word::default()];
    for piece in line {
        let mut rest = piece.text();
        while !rest.is_empty() {
            let letters = rest.find(' ').unwrap_or(rest.len());
            push_letters(&mut words, &rest[..letters], piece.tone, width);
            rest = &rest[letters..];
            let spaces = rest.len() - rest.trim_start_matches(' ').len();
            if let Some(word) = words.last_mut() {
                word.spaces += spaces;
            }
            rest = &rest[spaces..];
        }
    }
    words
}

/// Adds to the last word, or begins another where a space stands between or the word would not fit on a line.
fn push_letters(words: &mut Vec<Word>, letters: &str, tone: Tone, width: usize) {
    let mut rest = letters;
    while !rest.is_empty() {
        let used = match words.last() {
            Some(word) if word.spaces == 0 => line_columns(&word.pieces),
            _ => width,
        };
        let end = fitting(rest, width - used.min(width));
        let begins = end == 0;
        // A character wider than the line cannot be broken.
        let end = if begins { fitting(rest, width).max(rest.chars().next().map_or(0, char::len_utf8)) } else { end };
        let piece = Piece { text: rest[..end].to_owned(), tone };
        match words.last_mut() {
            Some(word) if !begins => word.pieces.push(piece),
            _ => words.push(Word { pieces: vec![piece], spaces: 0 }),
        }
        rest = &rest[end..];
    }
}

fn join(words: &[Word]) -> Line {
    let mut line: Line = Vec::new();
    let mut spaces = 0;
    for word in words {
        for piece in &word.pieces {
            let gap = " ".repeat(std::mem::take(&mut spaces));
            match line.last_mut() {
                Some(last) if last.tone == piece.tone => {
                    last.text.push_str(&gap);
                    last.text.push_str(&piece.text);
                }
                _ if gap.is_empty() => line.push(piece.clone()),
                // Spaces take the tone of neither neighbour, or an underlined mark would be drawn out.
                _ => line.extend([Piece { text: gap, tone: Tone::Plain }, piece.clone()]),
            }
        }
        spaces += word.spaces;
    }
    line
}

/// Takes off the spaces at the end of a line.
pub(super) fn trim_end(line: &mut Line) {
    while let Some(last) = line.last_mut() {
        last.text.truncate(last.text.trim_end_matches([' ', NO_BREAK_SPACE]).len());
        if !last.text.is_empty() {
            break;
        }
        line.pop();
    }
}

/// The part of a line between two columns. Half a wide character is a space.
pub(super) fn columns_between(line: &[Piece], from: usize, to: usize) -> Line {
    let mut out = Line::new();
    let mut column = 0;
    for piece in line {
        let text = piece.text();
        let skipped = from.saturating_sub(column);
        let mut start = fitting(text, skipped);
        let missed = skipped.min(piece.columns()) - columns(&text[..start]);
        start += if missed > 0 { text[start..].chars().next().map_or(0, char::len_utf8) } else { 0 };
        let end = fitting(text, to.saturating_sub(column)).max(start);
        column += piece.columns();
        if missed > 0 || start < end {
            out.push(Piece { text: format!("{}{}", " ".repeat(missed), &text[start..end]), tone: piece.tone });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        Line, Piece, Tone, columns_between, cut, cut_front, keep_groups_together, line_columns, lines, visible, wrap,
    };

    fn texts(lines: &[Line]) -> Vec<String> {
        lines.iter().map(|line| line.iter().map(Piece::text).collect()).collect()
    }

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        texts(&wrap(&[Piece::plain(text)], width))
    }

    #[test]
    fn what_acts_or_hides_becomes_visible() {
        assert_eq!(visible("a\u{1b}[2J\r\n\tb"), "a\\x1b[2J\\r\\n    b");
        assert_eq!(visible("\u{202e}\u{200b}\u{e0041}\u{9b}"), "\\u202e\\u200b\\U000e0041\\x9b");
        assert_eq!(visible("é 漢 👩‍🚀 e\u{301}"), "é 漢 👩‍🚀 e\u{301}");
        assert_eq!(lines("a\r\nb\rc\n\nd\n").collect::<Vec<_>>(), ["a", "b\rc", "", "d"]);
    }

    #[test]
    fn cuts_are_marked_and_fit() {
        assert_eq!([cut("abcdef", 6), cut("abcdef", 5), cut("漢字漢字", 6)], ["abcdef", "ab...", "漢..."]);
        assert_eq!([cut_front("a/b/c.py", 8), cut_front("a/b/c.py", 7)], ["a/b/c.py", "...c.py"]);
    }

    #[test]
    fn lines_break_at_spaces_and_keep_the_others() {
        assert_eq!(wrapped("one two  three four", 10), ["one two", "three four"]);
        assert_eq!(wrapped("a  b c", 5), ["a  b", "c"]);
        assert_eq!(wrapped("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrapped("  indented line", 10), ["  indented", "line"]);
        let tones = [Piece::plain("see "), Piece::new("code", Tone::Code), Piece::plain(", then")];
        assert_eq!(texts(&wrap(&tones, 9)), ["see code,", "then"]);
    }

    #[test]
    fn short_groups_stay_on_a_line() {
        let mut line = vec![Piece::plain("f([(1, 5), (5, "), Piece::new("9", Tone::Bad), Piece::plain(")])")];
        keep_groups_together(&mut line);
        assert_eq!(texts(&wrap(&line, 14)), ["f([(1,\u{a0}5),", "(5,\u{a0}9)])"]);
    }

    #[test]
    fn half_a_wide_character_is_a_space() {
        let line = [Piece::plain("漢字"), Piece::new("ab", Tone::Bad)];
        assert_eq!(texts(&[columns_between(&line, 1, 5)]), [" 字a"]);
        assert_eq!(texts(&[columns_between(&line, 4, 9)]), ["ab"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn wrapping_loses_nothing_but_spaces(parts in prop::collection::vec("[a-z漢 ]{0,12}", 1..5), width in 2_usize..20) {
            let tones = [Tone::Plain, Tone::Bad, Tone::Code];
            let line: Line = parts.iter().zip(tones.iter().cycle()).map(|(part, tone)| Piece::new(part, *tone)).collect();
            let rows = wrap(&line, width);
            let letters = |text: String| -> String { text.chars().filter(|c| *c != ' ').collect() };
            prop_assert_eq!(letters(texts(&rows).concat()), letters(parts.concat()));
            for row in &rows {
                prop_assert!(line_columns(row) <= width, "{:?}", row);
            }
        }
    }
}
