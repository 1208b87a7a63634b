//! The signals that ask for an end: Ctrl-C and `kill`.
//!
//! The first one raises a flag: no more documents are read, those in work are finished. A second
//! one ends the process at once. There is no thread for it: who reads what may keep it waiting
//! waits for the signal too.

use std::error::Error;
use std::fmt;
use std::io::{self, Read};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// Whether the run was asked to stop.
pub struct Stop {
    asked: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
    /// Becomes readable with the signal, and stays so.
    #[cfg(unix)]
    wake: std::os::unix::net::UnixStream,
}

/// Why reading ended before its end.
#[derive(Debug)]
struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("stopped")
    }
}

impl Error for Stopped {}

impl Stop {
    /// Listens from now on.
    pub fn listen() -> io::Result<Self> {
        let (asked, signal) = <(Arc<AtomicBool>, Arc<AtomicUsize>)>::default();
        #[cfg(unix)]
        let (wake, waker) = std::os::unix::net::UnixStream::pair()?;
        for number in [SIGINT, SIGTERM] {
            // In this order: the flag ends the process only where it was raised before.
            flag::register_conditional_shutdown(number, 128 + number, Arc::clone(&asked))?;
            flag::register_usize(number, Arc::clone(&signal), number.unsigned_abs() as usize)?;
            flag::register(number, Arc::clone(&asked))?;
            #[cfg(unix)]
            signal_hook::low_level::pipe::register(number, waker.try_clone()?)?;
        }
        Ok(Self {
            asked,
            signal,
            #[cfg(unix)]
            wake,
        })
    }

    /// An error when the run was asked to stop.
    pub fn check(&self) -> io::Result<()> {
        if self.asked.load(Ordering::Relaxed) { Err(io::Error::other(Stopped)) } else { Ok(()) }
    }

    /// Whether this is the error of [`Stop::check`].
    pub fn is_cause(error: &io::Error) -> bool {
        error.get_ref().is_some_and(|cause| cause.is::<Stopped>())
    }

    /// As shells have it: 130 for Ctrl-C, 143 for `kill`.
    pub fn exit_code(&self) -> ExitCode {
        let signal = self.signal.load(Ordering::Relaxed);
        ExitCode::from(u8::try_from(128 + signal).unwrap_or(u8::MAX))
    }
}

/// Standard input, reading from which ends with the signal.
pub fn stdin(stop: &Stop) -> io::Result<impl Read + '_> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        let input = std::fs::File::from(io::stdin().as_fd().try_clone_to_owned()?);
        Ok(waiting(input, stop))
    }
    #[cfg(not(unix))]
    Ok(waiting(io::stdin().lock(), stop))
}

/// `input`, reading from which ends with the signal.
pub fn waiting<R>(input: R, stop: &Stop) -> Waiting<'_, R> {
    Waiting { input, stop }
}

/// What may keep its reader waiting: a pipe, a terminal.
pub struct Waiting<'a, R> {
    input: R,
    stop: &'a Stop,
}

#[cfg(unix)]
impl<R: Read + std::os::fd::AsFd> Read for Waiting<'_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        use rustix::event::{PollFd, PollFlags, poll};
        let mut both = [&self.input as &dyn std::os::fd::AsFd, &self.stop.wake]
            .map(|it| PollFd::from_borrowed_fd(it.as_fd(), PollFlags::IN));
        match poll(&mut both, None) {
            // The signal itself; its flag is looked at below.
            Err(rustix::io::Errno::INTR) => {}
            polled => drop(polled?),
        }
        self.stop.check()?;
        if both[0].revents().is_empty() {
            return Err(io::ErrorKind::Interrupted.into()); // nothing yet: all readers ask again
        }
        self.input.read(bytes)
    }
}

#[cfg(not(unix))]
impl<R: Read> Read for Waiting<'_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.stop.check()?;
        self.input.read(bytes)
    }
}
