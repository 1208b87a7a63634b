//! Many documents: threads work on some while Python goes on with others.
//!
//! In: an iterable of documents. Out: what was mined, in the same order.
//! Always: no more is read ahead than [`AHEAD`] and [`BYTES`] allow; threads hold nothing of
//! Python's, and end when nobody waits for what they do.

use std::collections::VecDeque;
use std::io;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, available_parallelism};
use std::vec;

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyIterator;
use tongbao::Miner;

use crate::error::Failure;
use crate::records::Records;
use crate::source::{Mined, Source};

/// Batches for each thread that may be worked on, or done and not taken.
const AHEAD: usize = 4;

/// Bytes of documents, likewise, for all threads together: mining long documents takes memory. A
/// longer one goes alone.
const BYTES: usize = 8 << 20;

/// About the size of a batch: small documents are worked on together.
const BATCH: usize = 1 << 15;

/// What a document weighs in a batch beside its bytes.
const DOCUMENT: usize = 1 << 10;

/// What is known of a document before it is mined, and after.
type Found = Result<Source, Failure>;
type Outcome = Result<Mined, Failure>;

/// Gives a batch's outcomes when they are there, or makes them.
type Wait = Box<dyn FnOnce() -> Option<Vec<Outcome>> + Send>;

/// The documents of an iterable, mined in their order.
pub struct Ahead {
    documents: Option<Py<PyIterator>>,
    /// So many were read.
    count: usize,
    /// What ended the reading early.
    broken: Option<PyErr>,
    workers: Workers,
    /// Batches in order, each with its weight. Only ever used by one thread at a time.
    pending: Mutex<VecDeque<(usize, Wait)>>,
    ready: vec::IntoIter<Outcome>,
}

impl Ahead {
    /// Nothing is read yet.
    pub fn new(
        miner: Arc<Miner>,
        documents: &Bound<'_, PyAny>,
        threads: Option<usize>,
    ) -> PyResult<Self> {
        let threads = match threads {
            Some(0) => return Err(PyValueError::new_err("threads: at least 1")),
            Some(threads) => threads,
            None => available_parallelism().map_or(1, NonZero::get),
        };
        Ok(Self {
            documents: Some(documents.try_iter()?.unbind()),
            count: 0,
            broken: None,
            workers: Workers::start(miner, threads)?,
            pending: Mutex::default(),
            ready: Vec::new().into_iter(),
        })
    }

    /// The next document; none when there are no more.
    pub fn next(&mut self, py: Python<'_>) -> PyResult<Option<Outcome>> {
        loop {
            if let Some(outcome) = self.ready.next() {
                return Ok(Some(outcome));
            }
            self.read_ahead(py);
            let pending = self.pending.get_mut().unwrap_or_else(PoisonError::into_inner);
            let Some((_, wait)) = pending.pop_front() else {
                return self.broken.take().map_or(Ok(None), Err);
            };
            let outcomes = py.detach(wait);
            let died = || PyRuntimeError::new_err("a thread of tongbao died");
            self.ready = outcomes.ok_or_else(died)?.into_iter();
        }
    }

    /// Hands batches to the threads, as many as may be pending.
    fn read_ahead(&mut self, py: Python<'_>) {
        let threads = self.workers.threads();
        loop {
            let pending = self.pending.get_mut().unwrap_or_else(PoisonError::into_inner);
            let weight: usize = pending.iter().map(|(weight, _)| weight).sum();
            if pending.len() >= AHEAD * threads.max(1) || weight >= BYTES {
                return;
            }
            // Without threads a document is read when it is asked for, and not before.
            if threads == 0 && !pending.is_empty() {
                return;
            }
            let (weight, batch) = self.read(py, if threads == 0 { 1 } else { BATCH });
            if batch.is_empty() {
                return;
            }
            let wait = self.workers.wait(batch);
            let pending = self.pending.get_mut().unwrap_or_else(PoisonError::into_inner);
            pending.push_back((weight, wait));
        }
    }

    /// Reads documents of about so much weight; none at the end.
    fn read(&mut self, py: Python<'_>, most: usize) -> (usize, Vec<Found>) {
        let (mut weight, mut batch) = (0, Vec::new());
        while weight < most
            && let Some(documents) = &self.documents
        {
            match documents.bind(py).clone().next() {
                Some(Ok(item)) => {
                    let found = Source::item(&item, self.count);
                    weight += DOCUMENT + found.as_ref().map_or(0, Source::len);
                    batch.push(found);
                    self.count += 1;
                }
                Some(Err(error)) => {
                    self.broken = Some(error);
                    self.documents = None;
                }
                None => self.documents = None,
            }
        }
        (weight, batch)
    }
}

/// The threads, or, instead of a single one, whoever waits.
struct Workers {
    miner: Arc<Miner>,
    threads: usize,
    /// Dropped, it ends the threads.
    queue: Sender<Job>,
}

/// A batch, and who waits for it.
struct Job {
    batch: Vec<Found>,
    done: Sender<Vec<Outcome>>,
}

impl Workers {
    fn start(miner: Arc<Miner>, threads: usize) -> io::Result<Self> {
        let threads = if threads == 1 { 0 } else { threads };
        let (queue, jobs) = channel();
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..threads {
            let (miner, jobs) = (miner.clone(), jobs.clone());
            Builder::new().name("tongbao".into()).spawn(move || work(&miner, &jobs))?;
        }
        Ok(Self { miner, threads, queue })
    }

    /// So many, besides the one that waits.
    const fn threads(&self) -> usize {
        self.threads
    }

    /// Sees to it that the batch is worked on.
    fn wait(&self, batch: Vec<Found>) -> Wait {
        if self.threads == 0 {
            let miner = self.miner.clone();
            return Box::new(move || Some(mine(&miner, batch)));
        }
        let (done, outcomes) = channel();
        // If all threads died, `done` is dropped with the job, and the waiting ends.
        let _ = self.queue.send(Job { batch, done });
        Box::new(move || outcomes.recv().ok())
    }
}

/// What a thread does.
fn work(miner: &Miner, jobs: &Mutex<Receiver<Job>>) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Job { batch, done }) = job else { return };
        let _ = done.send(mine(miner, batch));
    }
}

fn mine(miner: &Miner, batch: Vec<Found>) -> Vec<Outcome> {
    batch.into_iter().map(|found| found.and_then(|source| source.mine(miner))).collect()
}

/// An iterator of `Records`, one for each document, in their order.
///
/// After an error it can be asked for the next document.
#[pyclass(module = "tongbao")]
pub struct Extraction {
    ahead: Ahead,
    on_error: Option<Py<PyAny>>,
}

impl Extraction {
    /// Gives failures to `on_error`, if there is one.
    pub const fn new(ahead: Ahead, on_error: Option<Py<PyAny>>) -> Self {
        Self { ahead, on_error }
    }

    /// The next document that did not fail.
    pub fn next(&mut self, py: Python<'_>) -> PyResult<Option<Mined>> {
        loop {
            let failure = match self.ahead.next(py)? {
                None => return Ok(None),
                Some(Ok(mined)) => return Ok(Some(mined)),
                Some(Err(failure)) => PyErr::from(failure),
            };
            match &self.on_error {
                Some(on_error) => on_error.call1(py, (failure,))?,
                None => return Err(failure),
            };
        }
    }
}

#[pymethods]
impl Extraction {
    const fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Records>> {
        Ok(self.next(py)?.map(Records::from))
    }
}
