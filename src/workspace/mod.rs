//! The user's side of the disk: configuration, solutions, cache.
