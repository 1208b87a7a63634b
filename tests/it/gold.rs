//! Precision and recall over `fixtures/gold`, a genre and tier at a time, against the floors in
//! `fixtures/gold/floors.tsv`. `TONGBAO_BLESS=1` rewrites the floors, a little under the present
//! figures; `TONGBAO_MISSES=1` (with `--nocapture`) lists every miss.

use std::collections::BTreeMap;
use std::fs;

use tongbao::score::{Gold, Score, Tier, score};

use crate::house::{self, MINER};

const FLOORS: &str = "fixtures/gold/floors.tsv";
/// How far under the present figures a blessed floor lies.
const SLACK: f64 = 0.01;

/// The annotated bulletins, with the names of their files.
pub fn golds() -> impl Iterator<Item = (String, Gold)> {
    house::files("fixtures/gold", ".gold").into_iter().map(|file| {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let raw = fs::read_to_string(&file).expect("a text");
        let gold = Gold::parse(&name, &raw).unwrap_or_else(|error| panic!("{error}"));
        (name, gold)
    })
}

/// The genres, and all together.
fn scores() -> BTreeMap<String, Score> {
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for (name, gold) in golds() {
        let document = MINER.mine_text(&gold.text, &gold.context()).expect("a document");
        let score = score(&gold, &document.records);
        if std::env::var_os("TONGBAO_MISSES").is_some() {
            score.misses.iter().for_each(|miss| println!("{name} {miss}"));
        }
        *scores.entry("all".to_owned()).or_default() += score.clone();
        *scores.entry(gold.genre.unwrap_or_default()).or_default() += score;
    }
    scores
}

fn floors_under(scores: &BTreeMap<String, Score>) -> String {
    let mut table = "# genre\ttier\tprecision\trecall\n".to_owned();
    let under = |share: f64| ((share - SLACK) * 100.0).floor().max(0.0) / 100.0;
    for (genre, score) in scores {
        for tier in Tier::ALL {
            let (precision, recall) = (under(score.precision(tier)), under(score.recall(tier)));
            table += &format!("{genre}\t{}\t{precision:.2}\t{recall:.2}\n", tier.letter());
        }
    }
    table
}

#[test]
fn figures_stay_above_the_floors() {
    let scores = scores();
    println!("{}", scores["all"]);
    if house::bless() {
        fs::write(house::path(FLOORS), floors_under(&scores)).expect("can be written to");
        return;
    }
    let table = house::read(FLOORS);
    let mut faults = String::new();
    let mut checked = 0;
    for (line, cells) in house::rows(&table) {
        let [genre, letter, precision, recall] = cells[..] else { panic!("{FLOORS}:{line}") };
        let tier = Tier::ALL.into_iter().find(|tier| tier.letter() == letter).expect("Q, M or F");
        let score = scores.get(genre).unwrap_or_else(|| panic!("{FLOORS}:{line}: no «{genre}»"));
        let shares = [
            ("precision", precision, score.precision(tier)),
            ("recall", recall, score.recall(tier)),
        ];
        for (name, floor, share) in shares {
            if share < floor.parse::<f64>().expect("a share") {
                faults += &format!("{genre} {letter} {name} {share:.3}, floor {floor}\n");
            }
        }
        checked += 1;
    }
    assert_eq!(checked, scores.len() * Tier::ALL.len(), "each genre and tier has its floor");
    assert!(
        faults.is_empty(),
        "under the floors of {FLOORS} (TONGBAO_MISSES=1 lists misses):\n{faults}"
    );
}

/// An annotation scores full marks against what it says itself: the fixtures are consistent.
#[test]
fn annotations_are_sound() {
    for (name, gold) in golds() {
        assert!(!gold.figures.is_empty() && gold.genre.is_some(), "{name}");
        let labels: Vec<_> = gold.figures.iter().filter_map(|f| f.label.as_deref()).collect();
        for figure in &gold.figures {
            let known = figure.whole().is_none_or(|whole| labels.contains(&whole));
            assert!(known, "{name}:{}: no figure is labelled so", figure.line);
        }
    }
}
