//! Output: records, documents and mentions as text for other programs.
//!
//! In: the crate's serializable values. Out: JSON Lines ([`json`]) or, with the feature `csv`,
//! CSV (`csv`), or with the feature `html` a page to look at (`html`), written to any
//! [`std::io::Write`]; all are UTF-8.
//! Always: keys and columns stand in the order of the record contract, and what is written is
//! whole lines.

#[cfg(feature = "csv")]
pub mod csv;
#[cfg(feature = "html")]
pub mod html;
pub mod json;
