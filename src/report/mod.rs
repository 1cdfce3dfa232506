//! Words and colours: every renderer is a pure function of the finished report.
