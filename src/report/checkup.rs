//! The findings of `kumite doctor`, one to a line.

use super::Style;
use super::page::Page;
use super::text::{Piece, Tone};

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at: `python`.
    pub subject: &'static str,
    /// How it stands.
    pub state: State,
    /// What was found.
    pub found: String,
    /// Where it comes from, or why it is so.
    pub because: Option<String>,
    /// What to do about it.
    pub remedy: Option<String>,
}

/// How a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Neither good nor bad.
    Fact,
    /// As it should be.
    Good,
    /// Judging works, but less well than it could.
    Caution,
    /// Judging cannot work.
    Bad,
}

/// Columns of the subjects and the space behind them.
const SUBJECT: usize = 15;

/// The findings as a table, then whether judging works here.
pub fn render(findings: &[Finding], style: &Style) -> String {
    let mut page = Page::new(style);
    for finding in findings {
        let tone = match finding.state {
            State::Fact => Tone::Plain,
            State::Good => Tone::Good,
            State::Caution => Tone::Caution,
            State::Bad => Tone::Bad,
        };
        let mut line =
            vec![Piece::new(format!("{:SUBJECT$}", finding.subject), Tone::Faint), Piece::new(&finding.found, tone)];
        if let Some(because) = &finding.because {
            line.push(Piece::new(format!(" ({because})"), Tone::Faint));
        }
        page.paragraph(0, SUBJECT, &line);
        if let Some(remedy) = &finding.remedy {
            page.paragraph(SUBJECT, SUBJECT + 6, &[Piece::new("hint: ", Tone::Faint), Piece::plain(remedy)]);
        }
    }
    page.blank();
    let verdict = match findings.iter().map(|finding| finding.state).max() {
        Some(State::Bad) => Piece::new("Judging does not work here yet.", Tone::Bad),
        Some(State::Caution) => Piece::new("Judging works here, with the reservations above.", Tone::Caution),
        _ => Piece::new("Judging works here.", Tone::Good),
    };
    page.paragraph(0, 0, &[verdict]);
    page.finish()
}

#[cfg(test)]
mod tests {
    use super::{Finding, State, render};
    use crate::report::Style;

    fn finding(subject: &'static str, state: State, found: &str) -> Finding {
        Finding { subject, state, found: found.to_owned(), because: None, remedy: None }
    }

    #[test]
    fn findings_stand_in_a_column_and_the_worst_decides() {
        let style = Style { width: 60, color: false, all_failures: false };
        let mut findings = vec![
            Finding {
                because: Some("python3 in PATH".into()),
                ..finding("python", State::Good, "3.11.7, /usr/bin/python3")
            },
            Finding {
                remedy: Some(
                    "Set KUMITE_CACHE_DIR to a folder that you may write to; until then runs are slower.".into(),
                ),
                ..finding("cache", State::Caution, "/home/me/.cache/kumite cannot be written: read-only file system")
            },
            finding("jobs", State::Fact, "2"),
        ];
        insta::assert_snapshot!(render(&findings, &style), @"
        python         3.11.7, /usr/bin/python3 (python3 in PATH)
        cache          /home/me/.cache/kumite cannot be written:
                       read-only file system
                       hint: Set KUMITE_CACHE_DIR to a folder that
                             you may write to; until then runs are
                             slower.
        jobs           2

        Judging works here, with the reservations above.
        ");
        assert!(render(&findings[..1], &style).ends_with("\nJudging works here.\n"));
        findings.push(finding("trial", State::Bad, "a\u{1b}[31m"));
        let text = render(&findings, &style);
        assert!(text.ends_with("\nJudging does not work here yet.\n"), "{text}");
        assert!(text.contains(r"a\x1b[31m"), "foreign text is made visible");
    }
}
