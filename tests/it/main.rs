//! Integration tests, one binary: a module for each subject.
#![allow(clippy::disallowed_methods)] // tests may be steered by the environment

#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "cli")]
mod readme;
