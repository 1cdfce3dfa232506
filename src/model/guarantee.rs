//! What a run can demand of the containment, in the user's words; how it is done is `sandbox`'s.

/// A guarantee that `--require` and `require` in `kumite.toml` can demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Guarantee {
    /// Files: a case reads and writes nothing but its scratch folder and the interpreter.
    Files,
    /// Network: a case reaches no network.
    Network,
    /// Processes: a case leaves no process behind.
    Processes,
    /// Signals: a case can neither signal nor trace nor read another process.
    Signals,
}

impl Guarantee {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Files, Self::Network, Self::Processes, Self::Signals];

    /// The name on the command line and in `kumite.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Files => "fs",
            Self::Network => "net",
            Self::Processes => "processes",
            Self::Signals => "signals",
        }
    }

    /// The guarantee with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|guarantee| guarantee.name() == name)
    }
}
