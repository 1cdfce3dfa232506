//! A cursor over tokens that collects what is wrong.

use super::SignatureError;
use super::tokens::{Kind, Token, tokens};

/// Reads tokens one by one.
pub(super) struct Parser<'t> {
    tokens: Vec<Token<'t>>,
    next: usize,
    /// Where the text ends.
    end: usize,
    pub(super) errors: Vec<SignatureError>,
}

/// What was being read before a quoted type was entered.
pub(super) struct Outer<'t> {
    tokens: Vec<Token<'t>>,
    next: usize,
    end: usize,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { tokens: tokens(text, 0), next: 0, end: text.trim_end().len(), errors: Vec::new() }
    }

    pub(super) fn peek(&self) -> Option<Kind<'t>> {
        self.tokens.get(self.next).map(|token| token.kind)
    }

    /// Where the next token starts; the end of the text after the last one.
    pub(super) fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |token| token.at)
    }

    pub(super) fn next(&mut self) -> Option<Kind<'t>> {
        let kind = self.peek();
        self.next += 1;
        kind
    }

    /// Takes the next token if it is this mark.
    pub(super) fn take_mark(&mut self, mark: char) -> bool {
        self.take(Kind::Mark(mark))
    }

    pub(super) fn take(&mut self, kind: Kind) -> bool {
        let found = self.peek() == Some(kind);
        self.next += usize::from(found);
        found
    }

    /// Takes a comma; anything else is an error, after which nothing can be told apart.
    pub(super) fn expect_comma(&mut self, hint: &str) -> Option<()> {
        let found = self.take_mark(',');
        if !found {
            self.error(self.at(), "`,` or `)` is missing here", hint);
        }
        found.then_some(())
    }

    pub(super) fn error(&mut self, at: usize, message: impl Into<String>, hint: impl Into<String>) {
        self.errors.push(SignatureError { at, message: message.into(), hint: hint.into() });
    }

    /// Goes on to the comma or closing bracket that ends the item being read.
    pub(super) fn skip_item(&mut self) {
        let mut depth = 0_usize;
        while let Some(kind) = self.peek() {
            match kind {
                Kind::Mark('(' | '[') => depth += 1,
                Kind::Mark(',' | ')' | ']') if depth == 0 => return,
                Kind::Mark(')' | ']') => depth -= 1,
                _ => {}
            }
            self.next += 1;
        }
    }

    /// Reads other tokens from here on, until [`Self::leave`].
    pub(super) fn enter(&mut self, tokens: Vec<Token<'t>>, end: usize) -> Outer<'t> {
        let outer = Outer { tokens: std::mem::replace(&mut self.tokens, tokens), next: self.next, end: self.end };
        self.next = 0;
        self.end = end;
        outer
    }

    pub(super) fn leave(&mut self, outer: Outer<'t>) {
        self.tokens = outer.tokens;
        self.next = outer.next;
        self.end = outer.end;
    }
}
