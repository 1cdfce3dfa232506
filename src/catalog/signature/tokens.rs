//! The tokens of Python that a signature or a class stub is made of.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    /// An identifier or keyword.
    Name(&'t str),
    /// A string literal: what is between its quotes, and where that starts.
    Text(&'t str, usize),
    /// `->`
    Arrow,
    /// `...`
    Ellipsis,
    /// `**`
    DoubleStar,
    /// Any other character; a number is the character it starts with.
    Mark(char),
    /// A string literal without its end.
    Unclosed,
}

/// A token and where it starts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind<'t>,
    pub(super) at: usize,
}

/// Splits a text into tokens. White space, line breaks and comments only separate them.
///
/// `base` is added to every place, for a text that is itself a part of another.
pub(super) fn tokens(text: &str, base: usize) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let len = if first.is_whitespace() || first == '\\' {
            at += first.len_utf8();
            continue;
        } else if first == '#' {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        } else if first.is_alphanumeric() || first == '_' {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
        } else if first == '"' || first == '\'' {
            let (kind, len) = string(rest, base + at);
            tokens.push(Token { kind, at: base + at });
            at += len;
            continue;
        } else {
            ["->", "...", "**"].into_iter().find(|mark| rest.starts_with(mark)).map_or(first.len_utf8(), str::len)
        };
        let kind = match &rest[..len] {
            "->" => Kind::Arrow,
            "..." => Kind::Ellipsis,
            "**" => Kind::DoubleStar,
            word if first.is_alphabetic() || first == '_' => Kind::Name(word),
            _ => Kind::Mark(first),
        };
        tokens.push(Token { kind, at: base + at });
        at += len;
    }
    tokens
}

/// The string literal at the start of `rest`, and its length.
fn string(rest: &str, at: usize) -> (Kind<'_>, usize) {
    let long = rest.starts_with("\"\"\"") || rest.starts_with("'''");
    let quote = &rest[..if long { 3 } else { 1 }];
    let mut end = quote.len();
    while let Some(next) = rest[end..].chars().next() {
        if rest[end..].starts_with(quote) {
            return (Kind::Text(&rest[quote.len()..end], at + quote.len()), end + quote.len());
        }
        if next == '\n' && !long {
            break;
        }
        end += next.len_utf8();
        if next == '\\' {
            end += rest[end..].chars().next().map_or(0, char::len_utf8);
        }
    }
    (Kind::Unclosed, end)
}

#[cfg(test)]
mod tests {
    use super::{Kind, tokens};

    #[test]
    fn a_signature_is_split() {
        let text = "def f(a: 'x', **k) -> T: ... # end\n'''doc\nstring'''";
        let kinds: Vec<Kind> = tokens(text, 0).into_iter().map(|token| token.kind).collect();
        assert_eq!(
            kinds[..6],
            [
                Kind::Name("def"),
                Kind::Name("f"),
                Kind::Mark('('),
                Kind::Name("a"),
                Kind::Mark(':'),
                Kind::Text("x", 10),
            ]
        );
        assert_eq!(
            kinds[6..],
            [
                Kind::Mark(','),
                Kind::DoubleStar,
                Kind::Name("k"),
                Kind::Mark(')'),
                Kind::Arrow,
                Kind::Name("T"),
                Kind::Mark(':'),
                Kind::Ellipsis,
                Kind::Text("doc\nstring", 38),
            ]
        );
        assert_eq!(tokens("'a\\", 0)[0].kind, Kind::Unclosed);
        assert_eq!(tokens("'a\nb", 5)[1].at, 8);
    }
}
