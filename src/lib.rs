//! tongbao reads Chinese news and health bulletins and gives back every figure in them.

pub mod error;
pub mod number;
pub mod record;
pub mod scan;
pub mod span;

pub use error::{Error, ErrorKind, Result};
pub use record::{Aspect, Bound, Dimension, Origin, Provenance, Record, Status};
