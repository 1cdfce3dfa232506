//! A problem proves its own tests.
