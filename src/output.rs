//! Output: records, documents and mentions as text for other programs.
//!
//! In: the crate's serializable values. Out: JSON Lines ([`json`]) or, with the feature `csv`,
//! CSV (`csv`), written to any [`std::io::Write`]; with the feature `html`, a page to look at
//! (`html`); with `plot`, charts of series (`plot`); and what annotation tools read ([`standoff`]). All of it is UTF-8.
//! Always: keys and columns of records stand in the order of the record contract, and what is
//! written is whole lines.

#[cfg(feature = "csv")]
pub mod csv;
#[cfg(feature = "html")]
pub mod html;
pub mod json;
#[cfg(feature = "plot")]
pub mod plot;
pub mod standoff;
