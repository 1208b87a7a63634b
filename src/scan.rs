//! Scanners: what a clean text mentions, each with its span and the rule that found it. [`quantity`]
//! and [`time`] each read one kind of mention, and neither knows of the other; [`measure`] converts
//! the quantities found, and [`mention`] brings all mentions of a text together.

pub mod measure;
pub mod mention;
pub mod quantity;
pub mod time;
