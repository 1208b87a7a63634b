//! tongbao reads Chinese news and health bulletins and gives back every figure in them.

pub mod clean;
pub mod decode;
pub mod error;
mod layout;
mod oddity;
pub mod record;
pub mod segment;
pub mod span;
pub mod split;

pub use error::{Error, ErrorKind, Result};
pub use record::{Aspect, Bound, Dimension, Origin, Provenance, Record, Status};
