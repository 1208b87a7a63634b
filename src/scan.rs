//! Scanners: what a clean text mentions, each with its span and the rule that found it.

pub mod mention;
pub mod quantity;
pub mod time;
