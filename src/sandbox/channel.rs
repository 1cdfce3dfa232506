//! The channel on which a judge and a harness talk: messages of fixed lengths, few and short.

use std::io::{self, Write as _};
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use super::anonymous_file::out_of_the_way;
use super::{check_result, platform};

/// A message of a process of a harness.
#[derive(Debug)]
pub struct Message {
    /// What it says.
    pub letter: u8,
    /// The number of the process that says it, as the kernel knows it. None where the kernel does not tell: there a
    /// harness has but one.
    pub sender: Option<libc::pid_t>,
    /// The descriptor that it hands over.
    pub descriptor: Option<OwnedFd>,
}

/// The judge's end.
#[derive(Debug)]
pub struct Channel(UnixStream);

impl Channel {
    /// Makes one; the other end is for a harness.
    pub fn new() -> io::Result<(Self, OwnedFd)> {
        let (ours, theirs) = UnixStream::pair()?;
        platform::ask_for_senders(&ours)?;
        Ok((Self(ours), out_of_the_way(&theirs.into())?))
    }

    /// Sends a request.
    pub fn send(&self, request: &[u8]) -> io::Result<()> {
        (&self.0).write_all(request)
    }

    /// Receives one message, waiting `patience` for it. None: the other side is gone, or too late.
    pub fn receive(&self, patience: Duration) -> io::Result<Option<Message>> {
        if !self.has_message_within(patience)? {
            return Ok(None);
        }
        match platform::receive(&self.0) {
            Ok(message) => Ok(Some(message)),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn has_message_within(&self, patience: Duration) -> io::Result<bool> {
        let mut fds = libc::pollfd { fd: self.0.as_raw_fd(), events: libc::POLLIN, revents: 0 };
        let deadline = Instant::now() + patience;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let left = libc::c_int::try_from(left.as_millis()).unwrap_or(libc::c_int::MAX);
            // SAFETY: one valid entry is passed.
            match check_result(unsafe { libc::poll(&raw mut fds, 1, left) }) {
                Ok(ready) => return Ok(ready > 0),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn messages_come_one_by_one_and_the_end_is_none() {
        let (channel, theirs) = Channel::new().unwrap();
        let mut theirs = UnixStream::from(theirs);
        let receive = |patience| {
            let message = channel.receive(patience).unwrap()?;
            assert_eq!(message.sender, platform::CLONES.then_some(std::process::id().cast_signed()));
            Some(message.letter)
        };
        assert_eq!(receive(Duration::ZERO), None);
        theirs.write_all(b"ab").unwrap();
        assert_eq!(receive(Duration::ZERO), Some(b'a'));
        assert_eq!(receive(Duration::ZERO), Some(b'b'));
        channel.send(b"a request").unwrap();
        let mut request = [0; 9];
        theirs.read_exact(&mut request).unwrap();
        assert_eq!(&request, b"a request");
        drop(theirs);
        assert_eq!(receive(Duration::from_secs(60)), None);
    }
}
