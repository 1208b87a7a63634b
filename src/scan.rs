//! Scanners: what stands in the text, each mention with its span, before anything is linked.

pub mod quantity;
