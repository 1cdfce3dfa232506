//! Child processes under limits. The only module that starts processes, and the only one with unsafe code.
