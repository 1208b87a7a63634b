//! Documents to what is made of them, by one thread or by several.
//!
//! In: batches of documents as they are read. Out: what was made of each, in the order of the
//! documents. Always: what is between the two is bounded, however fast the reading and however
//! slow the writing; the threads change the speed and nothing else.

use std::io;
use std::sync::mpsc::{channel, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rayon::ThreadPoolBuilder;

use crate::read::{Found, Visit};

/// Batches for each thread that may be worked on, or done and unwritten. A document that takes
/// long holds up the writing: the others go on meanwhile.
const AHEAD: usize = 4;

/// Bytes of documents, likewise, for all threads together: mining long documents takes memory. A
/// longer one goes alone.
const BYTES: usize = 8 << 20;

/// Does `work` with all that `read` gives, and `write`s what comes of it in the same order. An
/// error of `write` ends it at once, an error of `read` when what was read is written.
pub fn in_order<T: Send>(
    threads: usize,
    read: impl FnOnce(Visit<'_>) -> io::Result<()> + Send,
    work: impl Fn(Found) -> T + Sync,
    mut write: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    // The reader has a thread of its own: it waits more than it works.
    let pool = (threads > 1).then(|| ThreadPoolBuilder::new().num_threads(threads + 1).build());
    let Some(Ok(pool)) = pool else {
        return read(&mut |batch| batch.found.into_iter().try_for_each(|one| write(work(one))));
    };
    let (work, budget, ended) = (&work, &Budget::new(BYTES), &Mutex::new(Ok(())));
    let written: io::Result<()> = pool.in_place_scope_fifo(|scope| {
        let (queue, queued) = sync_channel(AHEAD * threads);
        scope.spawn_fifo(move |scope| {
            let read = read(&mut |batch| {
                let share = budget.take(batch.weight);
                let (done, made) = channel();
                let unwanted = |_| io::Error::from(io::ErrorKind::BrokenPipe);
                queue.send((batch.found.len(), made, share)).map_err(unwanted)?;
                scope.spawn_fifo(move |_| {
                    let _ = batch.found.into_iter().try_for_each(|one| done.send(work(one)));
                });
                Ok(())
            });
            *ended.lock().unwrap_or_else(PoisonError::into_inner) = read;
        });
        for (count, made, _share) in queued {
            for _ in 0..count {
                // Without an answer the worker panicked, and the scope passes that on.
                let Ok(made) = made.recv() else { return Ok(()) };
                write(made)?;
            }
        }
        Ok(())
    });
    written?;
    std::mem::replace(&mut *ended.lock().unwrap_or_else(PoisonError::into_inner), Ok(()))
}

/// Bytes that may be used at the same time.
struct Budget {
    most: usize,
    used: Mutex<usize>,
    freed: Condvar,
}

/// Some of the bytes; dropped, it gives them back.
struct Share<'a> {
    budget: &'a Budget,
    bytes: usize,
}

impl Budget {
    const fn new(most: usize) -> Self {
        Self { most, used: Mutex::new(0), freed: Condvar::new() }
    }

    /// Waits for so many bytes; for more than there are, until all are free.
    fn take(&self, bytes: usize) -> Share<'_> {
        let full = |used: &mut usize| *used > 0 && *used + bytes > self.most;
        let used = self.freed.wait_while(self.used(), full);
        *used.unwrap_or_else(PoisonError::into_inner) += bytes;
        Share { budget: self, bytes }
    }

    fn used(&self) -> MutexGuard<'_, usize> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        *self.budget.used() -= self.bytes;
        self.budget.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread::sleep;
    use std::time::Duration;

    use super::*;
    use crate::read::{Batch, What};

    fn batch(at: usize, weight: usize) -> Batch {
        let what = What::Note(String::new());
        let found = Found { number: at as u64, at: at.to_string(), what };
        Batch { found: vec![found], weight }
    }

    fn number(found: &Found) -> usize {
        found.at.parse().unwrap()
    }

    #[test]
    fn order_is_kept_though_some_take_longer() {
        for threads in [1, 2, 7] {
            let mut written = Vec::new();
            let work = |found: Found| {
                let number = number(&found);
                sleep(Duration::from_micros((number as u64 * 7919) % 500));
                number
            };
            let write = |number| {
                written.push(number);
                Ok(())
            };
            in_order(threads, |visit| (0..200).try_for_each(|n| visit(batch(n, 1))), work, write)
                .unwrap();
            assert!(written.into_iter().eq(0..200), "{threads} threads");
        }
    }

    /// The most that was read and not yet written, when the writing is slow.
    fn most_ahead(batches: usize, weight: usize) -> usize {
        let (read, mut written, mut most) = (AtomicUsize::new(0), 0, 0);
        let reading = |visit: Visit<'_>| {
            (0..batches).try_for_each(|at| {
                visit(batch(at, weight))?;
                read.fetch_add(1, Ordering::Relaxed);
                Ok(())
            })
        };
        let write = |_| {
            sleep(Duration::from_millis(2));
            most = most.max(read.load(Ordering::Relaxed) - written);
            written += 1;
            Ok(())
        };
        in_order(2, reading, |_| (), write).unwrap();
        assert_eq!(written, batches);
        most
    }

    #[test]
    fn reading_does_not_run_away_from_writing() {
        assert!(most_ahead(100, 1) <= 2 * AHEAD + 1);
        assert!(most_ahead(40, BYTES / 3) <= 3);
        assert!(most_ahead(20, BYTES * 2) <= 1);
    }

    #[test]
    fn an_error_of_writing_ends_it() {
        for threads in [1, 3] {
            let mut written = 0;
            let write = |_| {
                written += 1;
                if written == 5 { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
            };
            let endless = |visit: Visit<'_>| (0..).try_for_each(|at| visit(batch(at, BYTES / 2)));
            let error = in_order(threads, endless, |_| (), write).unwrap_err();
            assert_eq!((error.kind(), written), (io::ErrorKind::BrokenPipe, 5));
        }
    }

    #[test]
    fn an_error_of_reading_comes_when_all_is_written() {
        for threads in [1, 3] {
            let mut written = 0;
            let write = |_| {
                written += 1;
                Ok(())
            };
            let read = |visit: Visit<'_>| {
                (0..50).try_for_each(|at| visit(batch(at, 1)))?;
                Err(io::ErrorKind::TimedOut.into())
            };
            let error = in_order(threads, read, |_| (), write).unwrap_err();
            assert_eq!((error.kind(), written), (io::ErrorKind::TimedOut, 50));
        }
    }

    #[test]
    fn a_panic_of_a_worker_does_not_hang() {
        for threads in [1, 2] {
            let mut written = 0;
            let work = |found: Found| assert!(number(&found) < 7, "a made-up panic");
            let write = |()| {
                written += 1;
                Ok(())
            };
            let endless = |visit: Visit<'_>| (0..).try_for_each(|at| visit(batch(at, 1)));
            let run = AssertUnwindSafe(|| in_order(threads, endless, work, write));
            assert!(catch_unwind(run).is_err());
            assert_eq!(written, 7, "{threads} threads");
        }
    }
}
