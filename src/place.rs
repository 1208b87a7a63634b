//! Places: China's divisions to county level now and since 2002, what lies below and beside them,
//! and foreign countries.
//!
//! Enters: clean text, and for [`Gazetteer::resolve`] what is known around a mention. Leaves:
//! [`PlaceMention`]s in text order, then a [`Place`] with its full name and GB/T 2260 code.
//! Always holds: mentions do not overlap, their spans are in the text scanned and on character
//! edges; a code is one of the standard's, never a made-up one of a functional zone; scanning takes
//! time linear in the text.
//!
//! `许昌新增3例` → `许昌` → 许昌市, 411000.
//!
//! To extend: names in `data/place_aliases.tsv`, words around places in `data/place_words.tsv`,
//! countries in `data/countries.tsv`, each one row; divisions come from `data/divisions.py`.
//!
//! ```
//! use tongbao::place::{Gazetteer, PlaceContext};
//! let gazetteer = Gazetteer::builtin()?;
//! let text = "鄱阳县古县渡镇河口村报告5人,许昌3人";
//! let places: Vec<_> = gazetteer
//!     .scan(text)
//!     .iter()
//!     .filter_map(|mention| gazetteer.resolve(text, mention, &PlaceContext::default()))
//!     .map(|place| (place.name, place.code))
//!     .collect();
//! assert_eq!(places, [("河口村".into(), None), ("许昌市".into(), Some(411000))]);
//! # Ok::<(), tongbao::Error>(())
//! ```

mod build;
mod gazetteer;
mod home;
mod local;
mod resolve;
mod scan;
mod short;
#[cfg(test)]
mod tests;
mod words;

pub use gazetteer::Gazetteer;

use std::borrow::Cow;

use crate::span::Span;

/// A division, a codeless region or a country of the [`Gazetteer`] it came from.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug, PartialOrd, Ord)]
pub struct PlaceId(u32);

/// The rank of a place, from wide to narrow.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Level {
    /// A foreign country or region.
    Country,
    /// China.
    Nation,
    /// Province, autonomous region, municipality, special administrative region.
    Province,
    /// Prefecture-level city, prefecture, autonomous prefecture, league.
    Prefecture,
    /// County, district, county-level city, banner.
    County,
}

/// A place named in the text, before context decides which one it is.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct PlaceMention {
    /// Where it stands in the text that was scanned; a chain (贵州省毕节市金沙县) is one mention.
    pub span: Span,
    /// What is said.
    pub kind: PlaceKind,
    /// Id of the rule that found it.
    pub rule: &'static str,
}

/// A name of the gazetteer, perhaps shared by several places.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug)]
pub struct Named {
    name: u32,
    within: Option<PlaceId>,
    /// True for a short name that is also an ordinary word (和平): read only with context.
    pub weak: bool,
}

/// What kind of place a mention names.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
#[non_exhaustive]
pub enum PlaceKind {
    /// A division by its full or short name; see [`Gazetteer::candidates`].
    Named(Named),
    /// 全市, 我省, 该县: stands for a place known from elsewhere.
    Deictic {
        /// Its rank when the word tells (全国, 全省); 市, 区 and the like may be of several.
        level: Option<Level>,
        /// True for 该: the place named last; else the home.
        last: bool,
    },
    /// A functional zone, which has no code (高新区, 郑东新区).
    Zone {
        /// The place named directly before it (南阳高新区).
        city: Option<Named>,
        /// The place it is known to be in (郑东新区).
        known: Option<PlaceId>,
        /// Its own name.
        name: Span,
    },
    /// A town, village, street or community, by its name in the text.
    Local {
        /// The place named directly before it.
        parent: Option<Named>,
        /// The last unit's own name.
        name: Span,
    },
    /// A foreign country or region.
    Foreign(PlaceId),
}

/// A place that a mention stands for.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Place<'a> {
    /// Its full name; below the county its name in the text.
    pub name: Cow<'a, str>,
    /// GB/T 2260 code, where the standard has one.
    pub code: Option<u32>,
    /// The place itself, or for a zone or local place the nearest division around it.
    pub id: Option<PlaceId>,
}

/// What is known around a mention.
#[derive(Copy, Clone, Default, Debug)]
pub struct PlaceContext<'a> {
    /// The document's home.
    pub home: Option<PlaceId>,
    /// The place of the enclosing whole: 天津 for 河北区 in its bracket.
    pub scope: Option<PlaceId>,
    /// Places named earlier in the document, in order.
    pub named: &'a [PlaceId],
    /// The year of the bulletin: decides between abolished and present divisions.
    pub year: Option<i16>,
}
