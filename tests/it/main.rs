//! Integration tests, one binary: a module for each subject.
#![allow(clippy::disallowed_methods)] // tests may be steered by the environment

mod cases;
#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "parquet")]
mod columnar;
#[path = "../contract/mod.rs"]
mod contract;
#[cfg(feature = "score")]
mod gold;
mod golden;
#[cfg(all(feature = "cli", unix))]
mod guide;
mod house;
#[path = "../pin/mod.rs"]
mod pin;
mod pinned;
mod props;
#[cfg(feature = "cli")]
mod readme;
mod reference;
#[cfg(all(feature = "cli", target_os = "linux"))]
mod runs;
#[cfg(all(feature = "schema", feature = "csv"))]
mod schema;
mod tables;
#[cfg(feature = "web")]
mod web;
