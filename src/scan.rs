//! Scanners: what a clean text mentions, each with its span and the rule that found it. Each reads
//! one kind of mention, and none knows of the others.

pub mod measure;
pub mod mention;
pub mod quantity;
pub mod time;
