//! The Python package `tongbao`: what `tongbao/__init__.py` and its stubs describe, in Rust.
//!
//! In: Python's texts and documents. Out: [`Records`](records::Records), which are dicts when they
//! are looked at and Arrow when they are asked for it, and dicts of all else.
//! Always: no thread holds the interpreter while it mines, and what is given is what the
//! command writes as JSON.

mod arrow;
mod batch;
mod dict;
mod error;
mod html;
mod many;
mod miner;
mod points;
mod records;
mod row;
mod source;
mod table;

#[pyo3::pymodule]
mod _tongbao {
    #[pymodule_export]
    use crate::error::TongbaoError;
    #[pymodule_export]
    use crate::many::Extraction;
    #[pymodule_export]
    use crate::miner::Miner;
    #[pymodule_export]
    use crate::points::Points;
    #[pymodule_export]
    use crate::records::Records;
    #[pymodule_export]
    use crate::source::web_text;
    #[pymodule_export]
    use crate::table::Table;
    #[pymodule_export]
    const SCHEMA_VERSION: u32 = tongbao::record::SCHEMA_VERSION;
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "Python's name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
