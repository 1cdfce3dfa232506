//! Compiles a table of system calls that are denied, or asked about, to the kernel's filter language.
//!
//! Written by hand because of what a filter costs: the kernel tries each one on every number there is, and where no
//! supervisor can be had every case installs one. A list of comparisons made that the dearest part of a case's walls;
//! here the numbers are searched by halving, and whole ranges have one answer.

use std::collections::BTreeMap;
use std::io;
use std::os::fd::{FromRawFd as _, OwnedFd};

use libc::{c_int, c_long, sock_filter, sock_fprog};

/// What the kernel calls this machine's set of system calls; None where this code does not know.
const ARCHITECTURE: Option<u32> = if cfg!(target_arch = "x86_64") {
    Some(0xc000_003e)
} else if cfg!(target_arch = "aarch64") {
    Some(0xc000_00b7)
} else if cfg!(target_arch = "riscv64") {
    Some(0xc000_00f3)
} else {
    None
};

/// Where in the kernel's description of a call its number, its architecture and its first argument stand.
const NUMBER: u32 = 0;
const ARCH: u32 = 4;
const ARGUMENTS: u32 = 16;

/// A program for the kernel.
pub(super) type Program = Vec<sock_filter>;

/// A question about an argument of a call, of which the lower four bytes are looked at.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Test {
    argument: u8,
    mask: u32,
    values: Vec<u32>,
    hits_if_listed: bool,
}

impl Test {
    /// Hits when the argument of this number (from 0) is one of these.
    pub(super) fn any_of(argument: u8, values: &[u32]) -> Self {
        Self::masked(argument, u32::MAX, values)
    }

    /// The same, of the bits in the mask only.
    pub(super) fn masked(argument: u8, mask: u32, values: &[u32]) -> Self {
        Self { argument, mask, values: values.to_vec(), hits_if_listed: true }
    }

    /// Hits when the argument is none of these.
    pub(super) fn none_of(argument: u8, values: &[u32]) -> Self {
        Self { argument, mask: u32::MAX, values: values.to_vec(), hits_if_listed: false }
    }
}

/// What the kernel does with a call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Action {
    /// Lets it be made.
    Allow,
    /// Fails it with this error.
    Deny(c_int),
    /// Asks the filter's supervisor.
    Ask,
}

/// What is done with which calls. Every other one is allowed.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    calls: BTreeMap<u32, Answer>,
    newest: Option<u32>,
}

/// What the kernel answers.
#[derive(Debug, Clone, PartialEq)]
enum Answer {
    Always(Action),
    /// What goes with the first test that hits, else the last.
    ByArguments(Vec<(Test, Action)>, Action),
}

impl Table {
    /// Denies calls whatever their arguments.
    pub(super) fn deny(&mut self, error: c_int, calls: &[c_long]) {
        self.always(Action::Deny(error), calls);
    }

    /// Does the same with calls whatever their arguments.
    pub(super) fn always(&mut self, action: Action, calls: &[c_long]) {
        self.calls.extend(calls.iter().map(|&call| (number(call), Answer::Always(action))));
    }

    /// Denies a call when any of the tests hits.
    pub(super) fn deny_if(&mut self, error: c_int, call: c_long, tests: Vec<Test>) {
        let rules = tests.into_iter().map(|test| (test, Action::Deny(error))).collect();
        self.decide(call, rules, Action::Allow);
    }

    /// Does with a call what goes with the first test that hits, and another thing when none does.
    pub(super) fn decide(&mut self, call: c_long, rules: Vec<(Test, Action)>, otherwise: Action) {
        self.calls.insert(number(call), Answer::ByArguments(rules, otherwise));
    }

    /// Denies every call after this one as a kernel does that has none of them.
    pub(super) fn deny_after(&mut self, newest: u32) {
        self.newest = Some(newest);
    }

    /// The program; None on an architecture that this code does not know.
    pub(super) fn compile(&self) -> Option<Program> {
        let mut program = vec![
            load(ARCH),
            jump(libc::BPF_JEQ, ARCHITECTURE?, 1, 0),
            answer(libc::SECCOMP_RET_KILL_PROCESS),
            load(NUMBER),
        ];
        program.extend(search(&self.ranges()));
        Some(program)
    }

    /// The first number of each range, and the answer for the whole of it.
    fn ranges(&self) -> Vec<(u32, Answer)> {
        const ALLOWED: Answer = Answer::Always(Action::Allow);
        let mut ranges = vec![(0, ALLOWED)];
        let mut add = |first, answer: Answer| {
            ranges.pop_if(|(start, _)| *start == first);
            if ranges.last().is_none_or(|(_, before)| *before != answer) {
                ranges.push((first, answer));
            }
        };
        for (&call, answer) in &self.calls {
            add(call, answer.clone());
            add(call + 1, ALLOWED);
        }
        if let Some(newest) = self.newest {
            add(newest + 1, Answer::Always(Action::Deny(libc::ENOSYS)));
        }
        ranges
    }
}

/// Installs a program on this thread and all that come from it. Only system calls: it may stand between fork and exec.
pub(super) fn install(program: &Program) -> io::Result<()> {
    let program = sock_fprog { len: program.len() as u16, filter: program.as_ptr().cast_mut() };
    // SAFETY: the pointer and the length belong together, and the kernel copies what it reads.
    let result = unsafe { libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const program) };
    super::check_result(result).map(drop)
}

/// The same with a program that may ask; the descriptor is for the answers.
pub(super) fn install_supervised(program: &Program) -> io::Result<OwnedFd> {
    let program = sock_fprog { len: program.len() as u16, filter: program.as_ptr().cast_mut() };
    let flags = libc::SECCOMP_FILTER_FLAG_NEW_LISTENER | libc::SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV;
    let mode = libc::SECCOMP_SET_MODE_FILTER;
    // SAFETY: the pointer and the length belong together, the kernel copies what it reads, and the descriptor is owned by
    // nobody else.
    unsafe {
        let listener = libc::syscall(libc::SYS_seccomp, mode, flags, &raw const program);
        Ok(OwnedFd::from_raw_fd(super::check_result(listener as c_int)?))
    }
}

/// The program as the kernel reads it, eight bytes an instruction.
pub(super) fn bytes_of(program: &Program) -> Vec<u8> {
    let bytes = |instruction: &sock_filter| {
        let [code, k] = [u32::from(instruction.code), instruction.k].map(u32::to_ne_bytes);
        [code[0], code[1], instruction.jt, instruction.jf, k[0], k[1], k[2], k[3]]
    };
    program.iter().flat_map(bytes).collect()
}

fn number(call: c_long) -> u32 {
    call as u32
}

/// Finds the range of the loaded number. Every path ends with an answer.
fn search(ranges: &[(u32, Answer)]) -> Program {
    if let [(_, answer)] = ranges {
        return answer.code();
    }
    let (lower, upper) = ranges.split_at(ranges.len() / 2);
    let (below, above) = (search(lower), search(upper));
    let first = upper[0].0;
    // A condition jumps over 255 instructions at most.
    let mut code = match u8::try_from(below.len()) {
        Ok(length) => vec![jump(libc::BPF_JGE, first, length, 0)],
        Err(_) => vec![jump(libc::BPF_JGE, first, 0, 1), skip(below.len())],
    };
    code.extend(below);
    code.extend(above);
    code
}

impl Answer {
    fn code(&self) -> Program {
        match self {
            Self::Always(action) => vec![answer(action.word())],
            Self::ByArguments(rules, otherwise) => {
                let tested = rules.iter().flat_map(|(test, action)| test.code(*action));
                tested.chain([answer(otherwise.word())]).collect()
            }
        }
    }
}

impl Action {
    /// The kernel's word for it.
    fn word(self) -> u32 {
        match self {
            Self::Allow => libc::SECCOMP_RET_ALLOW,
            Self::Deny(error) => libc::SECCOMP_RET_ERRNO | error.unsigned_abs(),
            Self::Ask => libc::SECCOMP_RET_USER_NOTIF,
        }
    }
}

impl Test {
    /// Ends with the action on a hit, and goes on behind the code on none.
    fn code(&self, action: Action) -> Program {
        let mut code = vec![load(ARGUMENTS + 8 * u32::from(self.argument))];
        if self.mask != u32::MAX {
            code.push(instruction(libc::BPF_ALU | libc::BPF_AND | libc::BPF_K, 0, 0, self.mask));
        }
        for (index, &value) in self.values.iter().enumerate() {
            // From here to behind the comparisons: there stands the action, or a jump over it in front of it.
            let left = self.values.len() - 1 - index;
            code.push(jump(libc::BPF_JEQ, value, (left + 1) as u8, 0));
        }
        if self.hits_if_listed {
            code.push(skip(1));
        }
        code.push(answer(action.word()));
        code
    }
}

fn load(offset: u32) -> sock_filter {
    instruction(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0, offset)
}

fn jump(condition: u32, value: u32, if_true: u8, if_false: u8) -> sock_filter {
    instruction(libc::BPF_JMP | condition | libc::BPF_K, if_true, if_false, value)
}

fn skip(instructions: usize) -> sock_filter {
    instruction(libc::BPF_JMP | libc::BPF_JA, 0, 0, instructions as u32)
}

fn answer(action: u32) -> sock_filter {
    instruction(libc::BPF_RET | libc::BPF_K, 0, 0, action)
}

fn instruction(code: u32, jt: u8, jf: u8, k: u32) -> sock_filter {
    sock_filter { code: code as u16, jt, jf, k }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the kernel would do with a call: only the instructions that are used here, and no loop is possible.
    fn run(program: &[sock_filter], call: u32, arguments: [u32; 6]) -> u32 {
        let (mut at, mut value) = (0, 0);
        loop {
            let sock_filter { code, jt, jf, k } = program[at];
            at += 1;
            let branch = |condition| usize::from(if condition { jt } else { jf });
            match u32::from(code) {
                0x20 => {
                    value = match k {
                        NUMBER => call,
                        ARCH => ARCHITECTURE.unwrap(),
                        offset => arguments[(offset as usize - 16) / 8],
                    }
                }
                0x54 => value &= k,
                0x15 => at += branch(value == k),
                0x35 => at += branch(value >= k),
                0x05 => at += k as usize,
                0x06 => return k,
                other => panic!("{other:#x} is never written"),
            }
        }
    }

    /// The same by the words of the table.
    fn expected(table: &Table, call: u32, arguments: [u32; 6]) -> u32 {
        let hits = |test: &Test| {
            let value = arguments[usize::from(test.argument)] & test.mask;
            test.values.contains(&value) == test.hits_if_listed
        };
        let action = match table.calls.get(&call) {
            Some(Answer::Always(action)) => *action,
            Some(Answer::ByArguments(rules, otherwise)) => {
                rules.iter().find(|(test, _)| hits(test)).map_or(*otherwise, |(_, action)| *action)
            }
            None if table.newest.is_some_and(|newest| call > newest) => Action::Deny(libc::ENOSYS),
            None => Action::Allow,
        };
        match action {
            Action::Allow => libc::SECCOMP_RET_ALLOW,
            Action::Deny(error) => libc::SECCOMP_RET_ERRNO | error.unsigned_abs(),
            Action::Ask => libc::SECCOMP_RET_USER_NOTIF,
        }
    }

    fn actions() -> impl Strategy<Value = Action> {
        prop_oneof![Just(Action::Allow), Just(Action::Deny(libc::EPERM)), Just(Action::Ask)]
    }

    fn rules() -> impl Strategy<Value = Vec<(Test, Action)>> {
        let mask = prop_oneof![Just(u32::MAX), Just(6)];
        let values = prop::collection::vec(0_u32..8, 1..4);
        let test = (0_u8..6, mask, values, any::<bool>()).prop_map(|(argument, mask, values, hits_if_listed)| Test {
            argument,
            mask,
            values,
            hits_if_listed,
        });
        prop::collection::vec((test, actions()), 1..4)
    }

    fn tables() -> impl Strategy<Value = Table> {
        let always = prop::collection::vec((0_i64..400, actions()), 0..200);
        let sometimes = prop::collection::vec((0_i64..400, rules(), actions()), 0..40);
        (always, sometimes, prop::option::of(400_u32..500)).prop_map(|(always, sometimes, newest)| {
            let mut table = Table { newest, ..Table::default() };
            for (call, action) in always {
                table.always(action, &[call]);
            }
            for (call, rules, otherwise) in sometimes {
                table.decide(call, rules, otherwise);
            }
            table
        })
    }

    proptest! {
        #[test]
        fn a_program_answers_as_its_table_says(table in tables(), arguments in prop::array::uniform6(0_u32..8)) {
            let program = table.compile().unwrap();
            for call in (0..520).chain([0x4000_0000, 0x4000_0027, u32::MAX]) {
                prop_assert_eq!(run(&program, call, arguments), expected(&table, call, arguments), "call {}", call);
            }
        }
    }

    #[test]
    fn another_set_of_system_calls_ends_the_process() {
        let program = Table::default().compile().unwrap();
        assert_eq!((program[1].jt, program[1].jf, program[2].k), (1, 0, libc::SECCOMP_RET_KILL_PROCESS));
    }
}
