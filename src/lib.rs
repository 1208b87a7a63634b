//! tongbao reads Chinese news and health bulletins and gives back every figure in them.

pub mod clean;
pub mod decode;
pub mod error;
pub mod miner;
pub mod output;
mod layout;
mod oddity;
pub mod place;
pub mod record;
pub mod segment;
pub mod number;
pub mod scan;
pub mod span;
pub mod split;
pub mod scan;
pub mod time;

pub use error::{Error, ErrorKind, Result};
pub use miner::{Context, Miner, MinerBuilder};
pub use record::{Aspect, Bound, Dimension, Origin, Provenance, Record, Status};

/// The README's Rust, compiled and run with the other examples.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
