//! Scanners: each reads one kind of mention from clean text, and none knows of the others.

pub mod time;
