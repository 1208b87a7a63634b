//! tongbao reads Chinese news and health bulletins and gives back every figure in them.

pub mod clean;
mod data;
pub mod decode;
pub mod error;
mod layout;
mod lexicon;
mod link;
pub mod miner;
pub mod number;
mod oddity;
pub mod output;
pub mod place;
pub mod record;
pub mod scan;
#[cfg(feature = "score")]
pub mod score;
pub mod segment;
pub mod segmentation;
pub mod span;
pub mod split;
pub mod time;

pub use error::{Error, ErrorKind, Result};
pub use miner::{Context, Miner, MinerBuilder};
pub use record::{Aspect, Bound, Dimension, Document, Origin, Provenance, Record, Status};

/// The README's Rust, compiled and run with the other examples.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
