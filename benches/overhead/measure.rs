//! Whole processes as the kernel accounts for them.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use kumite::model::Exit;

/// What one process cost.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// User and system time in milliseconds, of the process and of everything that it waited for.
    pub cpu: f64,
    /// Milliseconds from its start to its end.
    pub wall: f64,
}

/// Runs a command to its end. One that fails would make every figure meaningless, so it ends the benchmark.
pub fn run(command: &mut Command) -> Cost {
    run_at_once(std::slice::from_mut(command))
}

/// The same with several commands, all started before the first is waited for.
pub fn run_at_once(commands: &mut [Command]) -> Cost {
    let started = Instant::now();
    let started_one = |command: &mut Command| {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // Waited for below, by the one call that tells what it used.
        #[allow(clippy::zombie_processes)]
        command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"))
    };
    let children: Vec<_> = commands.iter_mut().map(started_one).collect();
    let mut used = Duration::ZERO;
    for (child, command) in children.iter().zip(commands) {
        let (exit, cpu, _) = kumite::sandbox::wait(child.id().cast_signed()).unwrap();
        assert_eq!(exit, Exit::Code(0), "{command:?} failed");
        used += cpu;
    }
    Cost { cpu: used.as_secs_f64() * 1e3, wall: started.elapsed().as_secs_f64() * 1e3 }
}

/// Two commands, measured A B A B: what disturbs one disturbs its neighbour too.
pub struct Pairs(Vec<(Cost, Cost)>);

impl Pairs {
    /// Runs both this many times.
    pub fn run(rounds: usize, mut a: impl FnMut() -> Cost, mut b: impl FnMut() -> Cost) -> Self {
        Self((0..rounds).map(|_| (a(), b())).collect())
    }

    /// The median of something of A.
    pub fn first(&self, of: impl Fn(Cost) -> f64) -> f64 {
        median(self.0.iter().map(|(a, _)| of(*a)))
    }

    /// The median of something of B.
    pub fn second(&self, of: impl Fn(Cost) -> f64) -> f64 {
        median(self.0.iter().map(|(_, b)| of(*b)))
    }

    /// The median of the pairs' own ratios, A over B.
    pub fn ratio(&self, of: impl Fn(Cost) -> f64) -> f64 {
        median(self.0.iter().map(|(a, b)| of(*a) / of(*b)))
    }
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = figures.collect();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle - 1], sorted[middle]) }
}
