//! The `tongbao` command-line tool.

fn main() {}
