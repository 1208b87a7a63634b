//! Which places a figure or a scope takes, and which only stand beside it.
//!
//! In: a place token and the words around it. Out: the place it names, or why it names none: an
//! item of a list, the far end of a comparison or a journey.
//!
//! `甲市、乙市各3例` → 3 at each; `比甲市多3例` → 甲市 is no place of the figure.

use crate::lexicon::{Cue, List};
use crate::link::draft::{Draft, Scope};
use crate::link::noun::transparent;
use crate::link::token::{Mark, Stop, Token, is_joint};
use crate::link::walk::{LOOK_BACK, Left, Walk};
use crate::place::Place;
use crate::record::{Origin, Provenance};
use crate::span::Span;

/// Stand between the ends of a route.
const ROUTE: [&str; 5] = ["至", "到", "—", "-", "～"];

/// Units in which administrative divisions are counted: 两市, 三县.
const DIVISIONS: [char; 6] = ['省', '市', '州', '县', '区', '旗'];

impl<'a> Walk<'a, '_> {
    /// The place that the token at `at` names, seen from `scope`.
    pub(super) fn place(&mut self, at: usize, scope: &Scope<'a>) -> Option<Place<'a>> {
        let Mark::Place(mention) = self.tokens[at].mark else { return None };
        let current = scope.place.as_ref().map(|(place, _)| place);
        let inside = current.filter(|_| scope.is_part).and_then(|place| place.id);
        let (places, text) = (self.linker.places, self.text);
        let place = self.carry.place(places, text, mention, inside, current);
        place.or_else(|| self.carry.place(places, text, mention, None, current))
    }

    /// 新北市（857例）: the place that the bracket stands right behind.
    pub(super) fn place_before(
        &mut self,
        open: usize,
        left: &Left,
        scope: &Scope<'a>,
    ) -> Option<Place<'a>> {
        let at = *left.tokens.last()?;
        let touches = self.tokens[at].span.end == self.tokens[open].span.start;
        touches.then(|| self.place(at, scope)).flatten()
    }

    /// Lets the place at `at` be what follows is about.
    pub(super) fn topic_place(&mut self, at: usize, left: &Left, scope: &mut Scope<'a>) {
        if self.is_listed(at, left) {
            return;
        }
        let index = left.tokens.partition_point(|&token| token < at);
        let before = left.tokens[..index].iter().rev().take(LOOK_BACK);
        let second = before.clone().any(|&token| self.is_topic(token, left));
        let joined = self.text
            [left.start.min(self.tokens[at].span.start)..self.tokens[at].span.start]
            .ends_with(['和', '及', '与']);
        if let Some(place) = self.place(at, scope)
            && (!second || self.linker.is_inside(&place, scope.place.as_ref()))
            && !(joined && left.start < self.tokens[at].span.start)
        {
            if self.is_wider_than_home(&place) {
                scope.revert = scope.place.replace((place, Provenance::Stated));
                return;
            }
            if !scope.is_part {
                self.carry.paragraph_place = Some(place.clone());
            }
            scope.place = Some((place, Provenance::Stated));
            scope.marks.place = Some(self.tokens[at].span);
        }
    }

    /// 全国, 全省 in a bulletin of a city: said of this item only.
    fn is_wider_than_home(&self, place: &Place<'a>) -> bool {
        match (self.carry.home, place.id) {
            (Some(home), Some(id)) => id != home && self.linker.places.within(home, id),
            _ => false,
        }
    }

    /// Whether the place at `at` may be what follows is about.
    fn is_topic(&self, at: usize, left: &Left) -> bool {
        matches!(self.tokens[at].mark, Mark::Place(_))
            && !self.is_against(at, left.start)
            && !self.is_listed(at, left)
    }

    /// True when the place is one of several in a list (南昌、九江等11个设区市), or an end of a route
    /// (云锦镇至奇峰镇公路).
    pub(super) fn is_listed(&self, at: usize, left: &Left) -> bool {
        let joins = |a: usize, b: usize| {
            let gap = &self.text[self.tokens[a].span.end..self.tokens[b].span.start];
            is_joint(gap) || ROUTE.contains(&gap)
        };
        let is_place = |&&token: &&usize| matches!(self.tokens[token].mark, Mark::Place(_));
        let index = left.tokens.binary_search(&at).unwrap_or(0);
        let (earlier, later) = left.tokens.split_at(index);
        let after = later.iter().skip(1).find(is_place).is_some_and(|&next| joins(at, next));
        let before = earlier.iter().rfind(is_place).is_some_and(|&last| joins(last, at));
        let paused = at > 0
            && self.tokens[at - 1].stop() == Some(Stop::Pause)
            && at > 1
            && matches!(self.tokens[at - 2].mark, Mark::Place(_));
        let pauses = self.tokens.get(at + 1).and_then(Token::stop) == Some(Stop::Pause)
            && self.tokens.get(at + 2).is_some_and(|t| matches!(t.mark, Mark::Place(_)));
        let others = self.text[self.tokens[at].span.end..].starts_with('等');
        after || before || paused || pauses || others
    }

    /// True when the place or time is what something is compared with or moves from: 比全省, 向外省.
    pub(super) fn is_against(&self, at: usize, start: usize) -> bool {
        let span = self.tokens[at].span;
        if matches!(self.tokens[at].mark, Mark::Place(_)) && self.is_past(span) {
            return true;
        }
        let before = &self.text[start.min(span.start)..span.start];
        before.ends_with([
            '比', '较', '占', '向', '从', '自', '距', '与', '往', '赴', '援', '离', '由', '抵',
            '入', '返',
        ]) && !self.is_source(span)
    }

    /// 武汉居住史, 新加坡输入: where somebody has been, or comes from.
    fn is_past(&self, place: Span) -> bool {
        // A place may reach past the end of its sentence.
        let after = self.text.get(place.end..self.sentence.end).unwrap_or("");
        self.linker.lexicon.lists.begins(List::Been, after)
    }

    /// 从市卫健委获悉: the place at `span` is whose news it is.
    fn is_source(&self, span: Span) -> bool {
        let reach =
            self.text.floor_char_boundary((span.end + 120).min(self.sentence.end.max(span.end)));
        let after = &self.text[span.end..reach];
        let source = after.find(['，', ',', '。']).map_or(after, |end| &after[..end]);
        source.ends_with("获悉") || source.ends_with("了解到") || source.starts_with("的数据")
    }

    /// 由高新区5个医院组成: the place right before the number is where the counted are.
    pub(super) fn is_agent(&self, at: usize) -> bool {
        self.text[self.sentence.start..self.tokens[at].span.start].ends_with('由')
    }

    /// True when the place at `at` says where: 在武汉, 均在武汉, 分布在武汉.
    pub(super) fn is_location(&self, at: usize, start: usize) -> bool {
        if !matches!(self.tokens[at].mark, Mark::Place(_)) {
            return false;
        }
        let before = &self.text[start..self.tokens[at].span.start];
        before.ends_with(['在', '于', '为', '系'])
    }

    /// True when nothing but 有, 各 and the like stands between the place and the number.
    pub(super) fn is_item_place(&self, at: usize, left: &Left, start: usize) -> bool {
        let mut edge = self.tokens[at].span.end;
        let from = left.tokens.partition_point(|&token| token <= at);
        for &next in &left.tokens[from..] {
            let span = self.tokens[next].span;
            let plain = self.tokens[next].word().is_some_and(|word| {
                transparent(word)
                    && word.aspect.is_none()
                    && word.delta.is_none()
                    && word.origin.is_none()
            });
            if span.start > edge || !plain {
                return false;
            }
            edge = span.end;
        }
        edge >= start
    }

    /// The places listed before 各, those of earlier items of the list included.
    pub(super) fn each_places(&mut self, left: &Left, scope: &Scope<'a>) -> Vec<Place<'a>> {
        let Some(&each) = left.tokens.iter().rev().find(|&&at| self.is_cue(at, Cue::Each)) else {
            return Vec::new();
        };
        let mut places = Vec::new();
        let mut at = each;
        let mut edge = self.tokens[each].span.start;
        while at > 0 {
            at -= 1;
            let token = self.tokens[at];
            if !is_joint(&self.text[token.span.end..edge]) {
                break;
            }
            match token.mark {
                Mark::Place(_) => places.extend(self.place(at, scope)),
                Mark::Stop(Stop::Pause) | Mark::Open => {}
                // 黄石、宜昌两市各1例
                Mark::Figure(_) | Mark::Number
                    if places.is_empty() && self.said(at).ends_with(DIVISIONS) => {}
                _ => break,
            }
            edge = token.span.start;
        }
        places.reverse();
        places
    }

    /// 自泰国输入: where imported cases come from.
    pub(super) fn from(&self, left: &Left) -> Option<&'a str> {
        left.tokens.iter().find_map(|&at| {
            let Mark::Place(place) = self.tokens[at].mark else { return None };
            let before = &self.text[left.start.min(place.span.start)..place.span.start];
            (before.ends_with('自') || self.text[place.span.end..].starts_with("输入"))
                .then(|| self.linker.places.foreign_name(place))
                .flatten()
        })
    }

    /// 美国14例, of imported cases or behind 来自英国3例: the country is where they come from, not
    /// where they are.
    pub(super) fn origin_country(&self, draft: &mut Draft<'a>, scope: &Scope<'a>) {
        let last = self.drafts.last().filter(|last| last.sentence == self.sentence);
        let goes_on = last.is_some_and(|last| last.qualifiers.contains_key("from"));
        if (goes_on || draft.origin == Some(Origin::Imported))
            && let Some((place, _)) = &draft.place
            && draft.own.place
            && self.linker.is_foreign(place)
        {
            draft.qualifiers.insert("from", place.name.clone());
            draft.place.clone_from(&scope.place);
        }
    }
}
