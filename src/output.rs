//! Output: records, documents and mentions as text for other programs.
//!
//! In: the crate's serializable values. Out: JSON Lines ([`json`]) or, with the feature `csv`,
//! CSV (`csv`), written to any [`std::io::Write`]; with the feature `html`, a page to look at
//! (`html`), with `plot`, charts of series (`plot`), with `arrow`, batches of Arrow (`arrow`), and
//! with `parquet`, files of Parquet and Arrow (`columnar`); and what annotation tools read
//! ([`standoff`]). All texts are UTF-8. Always: keys and columns of records stand in the order of
//! the record contract, and text is written in whole lines.

#[cfg(feature = "arrow")]
pub mod arrow;
#[cfg(feature = "parquet")]
pub mod columnar;
#[cfg(any(feature = "csv", feature = "arrow"))]
mod columns;
#[cfg(feature = "csv")]
pub mod csv;
#[cfg(any(feature = "csv", feature = "arrow"))]
mod fault;
#[cfg(feature = "html")]
pub mod html;
pub mod json;
#[cfg(feature = "plot")]
pub mod plot;
pub mod standoff;

#[cfg(any(feature = "csv", feature = "arrow"))]
pub use columns::Row;
#[cfg(any(feature = "csv", feature = "arrow"))]
pub use fault::Fault;
