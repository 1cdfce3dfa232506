//! Problem packages on disk and in the binary: found, read, checked.
