//! The Rust side of the Python harness: interpreter, session, protocol, embedded files.
