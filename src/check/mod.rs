//! Pure comparison of an answer with the expected one, under the rules of `docs/problem-format.md`.
