//! Messages with what the kernel adds to them: who sends, and a descriptor.

use std::io;
use std::os::fd::{AsRawFd as _, FromRawFd as _, OwnedFd};
use std::os::unix::net::UnixStream;

use crate::sandbox::{Message, check_result};

/// Has the kernel tell who sends what this end receives.
pub(in crate::sandbox) fn ask_for_senders(stream: &UnixStream) -> io::Result<()> {
    let yes: libc::c_int = 1;
    let size = size_of_val(&yes) as libc::socklen_t;
    // SAFETY: the pointer and the size are those of one value.
    check_result(unsafe {
        libc::setsockopt(stream.as_raw_fd(), libc::SOL_SOCKET, libc::SO_PASSCRED, (&raw const yes).cast(), size)
    })
    .map(drop)
}

/// Takes one message from a stream.
pub(in crate::sandbox) fn receive(stream: &UnixStream) -> io::Result<Message> {
    /// Room for the credentials of a sender and for one descriptor, each behind its head, aligned as the kernel wants it.
    #[repr(C, align(8))]
    struct Control([u8; 64]);
    let mut message = Message { letter: 0, sender: None, descriptor: None };
    let mut control = Control([0; 64]);
    let mut part = libc::iovec { iov_base: (&raw mut message.letter).cast(), iov_len: 1 };
    // SAFETY: the header points to values that live as long as it; what the kernel writes is read as it says.
    unsafe {
        let mut header: libc::msghdr = std::mem::zeroed();
        (header.msg_iov, header.msg_iovlen) = (&raw mut part, 1);
        (header.msg_control, header.msg_controllen) = (control.0.as_mut_ptr().cast(), control.0.len() as _);
        let flags = libc::MSG_CMSG_CLOEXEC;
        if check_result(libc::recvmsg(stream.as_raw_fd(), &raw mut header, flags) as libc::c_int)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut head = libc::CMSG_FIRSTHDR(&raw const header);
        while !head.is_null() {
            let content = libc::CMSG_DATA(head);
            match (*head).cmsg_type {
                libc::SCM_CREDENTIALS => message.sender = Some(content.cast::<libc::ucred>().read_unaligned().pid),
                libc::SCM_RIGHTS => {
                    let descriptor = content.cast::<libc::c_int>().read_unaligned();
                    message.descriptor = Some(OwnedFd::from_raw_fd(descriptor));
                }
                _ => {}
            }
            head = libc::CMSG_NXTHDR(&raw const header, head);
        }
    }
    Ok(message)
}
