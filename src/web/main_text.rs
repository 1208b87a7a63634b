//! Which lines of a page are its text.
//!
//! Lines have weight by what is in them: sentences, rows and counts have, links and the words of
//! footers have none. The text is the innermost element that holds most of the weight, with what
//! has weight and few links beside it; on doubt a line stays.

use super::lines::{Draft, Line, Part};
use super::title::Title;
use crate::layout::{Kind, begins_with_measure, is_short, layout};

/// A line of a footer is no longer.
const FOOT: usize = 200;
/// The titles that links lead to are no longer.
const LINK: usize = 80;
/// Running text of fewer characters has a full stop.
const PROSE: usize = 15;
/// So many lines without weight between two that stay, stay.
const GAP: usize = 3;

/// What only the foot of a page says.
const FOOT_WORDS: &[&str] = &[
    "ICP备",
    "ICP证",
    "公网安备",
    "版权所有",
    "网站标识码",
    "备案号",
    "Copyright",
    "copyright",
    "©",
    "技术支持",
    "主办单位",
    "承办单位",
    "网站地图",
    "All Rights Reserved",
];

/// What is known of an element and all in it.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    weight: usize,
    chars: usize,
    links: usize,
}

/// Whether the lines of an element stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Stay,
    /// Those that have weight do.
    Heavy,
    Go,
}

/// The indices of the lines to keep, in order.
pub(super) fn main_text(draft: &Draft, title: Option<&Title>) -> Vec<usize> {
    let weights: Vec<usize> = draft.lines.iter().map(weight).collect();
    let live = live(draft, &sums(draft, &weights, |_| true));
    let alive = |line: &Line| live[line.element];
    let sums = sums(draft, &weights, alive);
    let fates = fates(draft, &sums, &live);
    let usable = |line: &Line| alive(line) && !is_foot(&line.text) && !is_link(line);
    let mut stays: Vec<bool> = draft
        .lines
        .iter()
        .zip(&weights)
        .map(|(line, weight)| match fates[line.element] {
            Fate::Stay => usable(line),
            Fate::Heavy => usable(line) && *weight > 0,
            Fate::Go => false,
        })
        .collect();
    fill_gaps(&mut stays, |index| usable(&draft.lines[index]));
    below_title(&mut stays, &weights, title);
    (0..stays.len()).filter(|index| stays[*index]).collect()
}

/// What the lines of each element come to, with those of all elements in it.
fn sums(draft: &Draft, weights: &[usize], counts: impl Fn(&Line) -> bool) -> Vec<Sum> {
    let mut sums = vec![Sum::default(); draft.elements.len()];
    for (line, weight) in draft.lines.iter().zip(weights).filter(|(line, _)| counts(line)) {
        add(&mut sums[line.element], Sum { weight: *weight, chars: line.chars, links: line.links });
    }
    for index in (1..sums.len()).rev() {
        let sum = sums[index];
        add(&mut sums[draft.elements[index].parent], sum);
    }
    sums
}

const fn add(sum: &mut Sum, more: Sum) {
    sum.weight += more.weight;
    sum.chars += more.chars;
    sum.links += more.links;
}

/// The elements whose lines may stay. A template may wrap all of a page in a form, or never close
/// its menu: what holds most of the page is the page.
fn live(draft: &Draft, sums: &[Sum]) -> Vec<bool> {
    let size = |sum: &Sum| if sums[0].weight > 0 { sum.weight } else { sum.chars };
    let all = size(&sums[0]);
    let mut live: Vec<bool> = Vec::with_capacity(sums.len());
    for (element, sum) in draft.elements.iter().zip(sums) {
        let own = match element.part {
            Part::Text => true,
            Part::Chrome => size(sum) * 2 > all,
            Part::Hidden => size(sum) == all,
        };
        live.push(own && live.get(element.parent).copied().unwrap_or(true));
    }
    live
}

/// Goes down from the page to the element that holds most of the weight, and says what becomes of
/// each.
fn fates(draft: &Draft, sums: &[Sum], live: &[bool]) -> Vec<Fate> {
    let core = core(draft, sums);
    let mut path = vec![false; sums.len()];
    let mut at = core;
    while at != 0 {
        path[at] = true;
        at = draft.elements[at].parent;
    }
    path[0] = true;
    let mut fates: Vec<Fate> = Vec::with_capacity(sums.len());
    for (index, sum) in sums.iter().enumerate() {
        let above = fates.get(draft.elements[index].parent).copied();
        fates.push(match above {
            _ if !live[index] => Fate::Go,
            _ if index == core => Fate::Stay,
            _ if path[index] => Fate::Heavy,
            Some(Fate::Heavy) if sum.weight > 0 && sum.links * 3 <= sum.chars => Fate::Stay,
            Some(Fate::Stay) => Fate::Stay,
            _ => Fate::Go,
        });
    }
    fates
}

/// The innermost element with two thirds of the weight of each around it.
fn core(draft: &Draft, sums: &[Sum]) -> usize {
    let mut heaviest: Vec<usize> = vec![0; sums.len()];
    for index in 1..sums.len() {
        let best = &mut heaviest[draft.elements[index].parent];
        if sums[index].weight > 0 && (*best == 0 || sums[index].weight > sums[*best].weight) {
            *best = index;
        }
    }
    let mut core = 0;
    while heaviest[core] != 0 && sums[heaviest[core]].weight * 3 >= sums[core].weight * 2 {
        core = heaviest[core];
    }
    core
}

/// How much a line says for its being text.
fn weight(line: &Line) -> usize {
    let text = &*line.text;
    let says = || {
        text.contains(['。', '；', '！', '？'])
            || text.contains(['，', '：']) && line.chars >= PROSE
            || counts(text)
            || line.row && text.contains(|char: char| char.is_numeric())
    };
    if is_link(line) || is_foot(text) || is_label(text) || !says() {
        0
    } else {
        line.chars - line.links
    }
}

/// All or nearly all of it is links, and it is no paragraph that somebody made a link of.
fn is_link(line: &Line) -> bool {
    line.links * 5 >= line.chars * 4 && (line.chars < LINK || !line.text.contains('。'))
}

fn is_foot(text: &str) -> bool {
    is_short(text, FOOT)
        && !text.contains('。')
        && FOOT_WORDS.iter().any(|word| text.contains(word))
}

/// 来源：, 字号：, 浏览次数：
fn is_label(text: &str) -> bool {
    matches!(layout().lines.at_start(text), Some((Kind::Chrome, _)))
        && is_short(text, LINK)
        && !text.contains('。')
}

/// It counts something: a number with a measure word that is none of time.
fn counts(text: &str) -> bool {
    let ends =
        text.match_indices(|char: char| char.is_numeric()).map(|(at, digit)| at + digit.len());
    ends.map(|end| text[end..].trim_start()).any(|rest| {
        begins_with_measure(rest)
            && !rest.starts_with(['年', '月', '日', '号', '时', '点', '分', '期'])
    })
}

fn fill_gaps(stays: &mut [bool], usable: impl Fn(usize) -> bool) {
    let kept: Vec<usize> = (0..stays.len()).filter(|index| stays[*index]).collect();
    for pair in kept.windows(2).filter(|pair| pair[1] - pair[0] <= GAP + 1) {
        if (pair[0] + 1..pair[1]).all(&usable) {
            stays[pair[0]..pair[1]].fill(true);
        }
    }
}

/// The title stays, and above it nothing does that has no weight.
fn below_title(stays: &mut [bool], weights: &[usize], title: Option<&Title>) {
    let lines = title.map_or(&[][..], |title| &title.lines);
    let Some(first) = lines.first() else { return };
    for index in 0..*first {
        stays[index] &= weights[index] > 0;
    }
    for index in lines {
        stays[*index] = true;
    }
}
