//! The home place of a document that comes without one.

use super::gazetteer::Gazetteer;
use super::scan::is_han;
use super::{Level, PlaceContext, PlaceId, PlaceKind, PlaceMention};

/// Bytes at the head in which a national publisher or the nation itself says: no home.
const HEAD: usize = 900;

impl Gazetteer {
    /// Bytes at the head that are read for a home: it shows early or not at all.
    pub(crate) const HOME_READ: usize = 60_000;

    /// The home place of `text`: by its publishing body (许昌市卫健委), dateline (本报郑州讯),
    /// headline, and the city named most. None for a text about the nation, or when nothing tells.
    ///
    /// ```
    /// let gazetteer = tongbao::place::Gazetteer::builtin()?;
    /// let home = gazetteer.infer_home("许昌市卫健委通报:全市新增3例,其中魏都区2例、建安区1例。");
    /// assert_eq!(home.map(|place| gazetteer.name(place)), Some("许昌市"));
    /// assert_eq!(gazetteer.infer_home("31个省(自治区、直辖市)报告新增3例,其中河南2例。"), None);
    /// # Ok::<(), tongbao::Error>(())
    /// ```
    #[must_use]
    pub fn infer_home(&self, text: &str) -> Option<PlaceId> {
        let text = &text[..text.floor_char_boundary(Self::HOME_READ)];
        self.home_among(text, &self.scan(text))
    }

    /// The same, of a text no longer than [`Self::HOME_READ`] whose mentions are known.
    pub(crate) fn home_among(&self, text: &str, mentions: &[PlaceMention]) -> Option<PlaceId> {
        let head = &text[..text.floor_char_boundary(HEAD)];
        let national = |mention: &&PlaceMention| mention.rule == "place.provinces";
        if head.contains("国家卫") || mentions.iter().take(20).any(|m| national(&m)) {
            return None;
        }
        let mut votes: Vec<(PlaceId, u32)> = Vec::new();
        let mut words: Vec<char> = Vec::new();
        let headline = text.trim_start().find('\n').unwrap_or(0);
        for mention in mentions {
            if let PlaceKind::Deictic { level, .. } = mention.kind
                && level != Some(Level::Nation)
            {
                words.extend(text[mention.span.range()].chars().next_back());
            }
            let Some(place) = self.vote_for(text, mention) else { continue };
            let vote = vote(text, mention, headline);
            votes.extend(self.lineage(place).map(|outer| (outer, vote)));
        }
        votes.sort_unstable_by_key(|(place, _)| *place);
        votes.dedup_by(|(place, vote), (known, sum)| {
            let same = place == known;
            *sum += if same { *vote } else { 0 };
            same
        });
        self.winner(&votes, &words)
    }

    /// The division that a mention speaks for: a named one, one around a local place, 本港.
    fn vote_for(&self, text: &str, mention: &PlaceMention) -> Option<PlaceId> {
        let named = match mention.kind {
            PlaceKind::Named(named) => Some(named),
            PlaceKind::Zone { city, .. } => city,
            PlaceKind::Local { parent, .. } => parent,
            PlaceKind::Deictic { .. } => {
                return self.fixed.get(&text[mention.span.range()]).copied();
            }
            PlaceKind::Foreign(_) => None,
        };
        named
            .filter(|named| !named.weak)
            .and_then(|named| self.choose(named, &PlaceContext::default()))
    }

    /// 全省 speaks for a province, 全县 for a county, else the city; a place must have a third of
    /// the votes.
    fn winner(&self, votes: &[(PlaceId, u32)], words: &[char]) -> Option<PlaceId> {
        let votes_of = |place: PlaceId| {
            votes.iter().find(|(known, _)| *known == place).map(|(_, votes)| *votes)
        };
        let total = votes_of(self.nation())?;
        let count = |c: char| words.iter().filter(|word| **word == c).count();
        let city = count('市') + count('州') + count('盟');
        let least = if city > 0 { 1 } else { 3 };
        let best = |fits: &dyn Fn(PlaceId) -> bool| {
            let fitting = votes.iter().filter(|(place, _)| fits(*place));
            let best = fitting.max_by_key(|(place, vote)| (*vote, std::cmp::Reverse(*place)));
            best.filter(|(_, vote)| *vote >= least && vote * 3 >= total).map(|(place, _)| *place)
        };
        let level = |wanted: Level| move |place: PlaceId| self.level(place) == wanted;
        let province = || best(&level(Level::Province));
        let seat = |place: PlaceId| {
            self.level(place) == Level::Prefecture
                || (self.level(place) == Level::Province && self.name(place).ends_with('市'))
        };
        let strong = |place: &PlaceId| votes_of(*place).is_some_and(|vote| vote * 3 >= total * 2);
        if count('省') > city {
            return best(&seat).filter(strong).or_else(province);
        }
        if count('县') + count('旗') > city {
            return best(&level(Level::County)).or_else(|| best(&seat));
        }
        best(&seat).or_else(province)
    }
}

/// How much a mention says: publishers and datelines more, the headline some.
fn vote(text: &str, mention: &PlaceMention, headline: usize) -> u32 {
    let after = &text[mention.span.end..];
    let before = &text[..mention.span.start];
    let body =
        ["卫健委", "卫生健康", "疾控", "新冠", "疫情防控", "人民政府", "新闻办", "召开", "应急"]
            .iter()
            .any(|word| after.starts_with(word));
    let near = &after[..after.char_indices().nth(14).map_or(after.len(), |(at, _)| at)];
    let dateline = before.ends_with("本报")
        || near.find(['电', '讯']).is_some_and(|at| {
            let between = &near[..at];
            between.contains('日') && !between.contains(['，', ',', '。'])
        });
    let early = mention.span.start < headline || before.chars().rev().take(4).all(|c| !is_han(c));
    1 + u32::from(body) * 4
        + u32::from(dateline) * 4
        + u32::from(mention.span.start <= headline)
        + u32::from(early && mention.span.start < HEAD)
}
