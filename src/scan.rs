//! Scanners: what a clean text mentions, each with its span and the rule that found it.

pub mod mention;
pub mod quantity;
//! Scanners: each reads one kind of mention from clean text, and none knows of the others.
pub mod time;
//! Scanners: what stands in the text, each mention with its span, before anything is linked.
