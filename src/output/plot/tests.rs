//! What is drawn where, what is left out, and what a text must not be able to do.

use super::*;
use crate::series::Series;
use crate::{Context, Miner};

/// The chart of documents: day of publication and text.
fn chart(documents: &[(&str, &str)]) -> Chart {
    let miner = Miner::new().unwrap();
    let mut series = Series::default();
    for (day, text) in documents {
        let context = Context {
            id: format!("{day}<b>"),
            published: Some((*day).into()),
            place: Some("许昌市".into()),
            encoding: None,
        };
        series.add(&miner.figures_text(text, &context).unwrap().0, Some(day));
    }
    Chart::of(&series.points())
}

fn names(chart: &Chart) -> Vec<(&str, Vec<&str>)> {
    fn of_panel(panel: &Panel) -> (&str, Vec<&str>) {
        (&panel.name, panel.lines.iter().map(|line| line.name.as_str()).collect())
    }
    chart.panels.iter().map(of_panel).collect()
}

#[test]
fn a_panel_for_what_is_counted_and_a_line_for_a_place() {
    let chart = chart(&[
        ("2022-05-09", "5月8日0—24时，新增确诊病例12例（魏都区9例、建安区3例）。"),
        ("2022-05-10", "5月9日，无新增确诊病例。5月3日至9日，新增确诊病例80例。"),
        ("2022-05-11", "截至5月10日24时，累计报告确诊病例90例。"),
    ]);
    let places = vec!["许昌市", "许昌市, 7 days", "魏都区", "建安区"];
    let new = ("confirmed_cases, new (例)", places);
    assert_eq!(names(&chart), [new, ("confirmed_cases, cumulative (例)", vec!["许昌市"])]);
    let drawn = |line: &Line| {
        let dots = line.dots.iter().map(|dot| (dot.at.date().to_string(), dot.value()));
        dots.collect::<Vec<_>>()
    };
    let days = [("2022-05-08".into(), 12.0), ("2022-05-09".into(), 0.0)];
    assert_eq!(drawn(&chart.panels[0].lines[0]), days);
    assert_eq!(drawn(&chart.panels[1].lines[0]), [("2022-05-10".into(), 90.0)]);
    assert_eq!(chart.left_out(), 0);
}

#[test]
fn no_line_goes_through_what_was_revised() {
    let chart = chart(&[
        ("2022-05-09", "5月8日，新增确诊病例12例。"),
        ("2022-05-10", "5月8日，新增确诊病例13例。5月9日，新增确诊病例7例。"),
    ]);
    let dots = &chart.panels[0].lines[0].dots;
    let held: Vec<_> = dots.iter().map(|dot| (dot.value(), dot.holds())).collect();
    assert_eq!(held, [(12.0, false), (13.0, true), (7.0, true)]);
    let svg = chart.svg().unwrap();
    assert!(svg.contains(">\nrevised later\n<") && svg.contains(">\nthe revision\n<"), "{svg}");
    assert!(!svg.contains("sources differ"));
}

#[test]
fn what_cannot_be_drawn_is_counted() {
    let places = "河北 山西 吉林 江苏 浙江 安徽 福建 江西 山东 湖北".split(' ');
    let text: String = places.map(|it| format!("5月8日，{it}省新增确诊病例3例。\n")).collect();
    let chart = chart(&[("2022-05-09", &text)]);
    assert_eq!(chart.panels[0].lines.len(), LINES);
    assert_eq!(chart.left_out(), 2);
    assert!(chart.svg().unwrap().contains("2 more points are not drawn"));
    assert!(Chart::of(&[]).svg().unwrap().contains("No figures to draw"));
}

#[test]
fn text_stays_text() {
    let mut chart = chart(&[("2022-05-09", "5月8日，新增确诊病例12例。")]);
    let hostile = "</svg></pre><script>alert(1)</script>{style}&\"'\u{0}\u{202e}";
    let dot = &mut chart.panels[0].lines[0].dots[0];
    dot.point.topic.place = Some(hostile.into());
    let mut page = Vec::new();
    write_page(&mut page, &Chart::of(std::slice::from_ref(&dot.point))).unwrap();
    let page = String::from_utf8(page).unwrap();
    assert_eq!((page.matches("<script").count(), page.matches("</svg").count()), (0, 1));
    assert_eq!((page.matches("<b>").count(), page.matches(page::STYLE).count()), (0, 1));
    assert!(
        page.contains(
            "&lt;script&gt;alert(1)&lt;/script&gt;{style}&amp;&quot;&#39;\u{fffd}\u{fffd}"
        )
    );
    assert!(!page.contains(['\u{0}', '\u{202e}']));
    assert!(!page.contains(" style=\""), "the policy forbids it");
}

#[test]
fn the_specification_has_the_points() {
    let chart = chart(&[("2022-05-09", "5月8日，新增确诊病例12例。5月9日，新增确诊病例7.5例。")]);
    let specification = chart.vega_lite();
    let values = specification["data"]["values"].as_array().unwrap();
    let said = |at: usize| (values[at]["time"].as_str().unwrap(), values[at]["value"].as_f64());
    assert_eq!(said(0), ("2022-05-08T00:00:00", Some(12.0)));
    assert_eq!(said(1), ("2022-05-09T00:00:00", Some(7.5)));
    assert_eq!(values[0]["standing"], "stated");
}

#[test]
fn numbers_are_read_by_threes() {
    let read = |text: &str| grouped(text.parse().unwrap());
    assert_eq!(
        ["0", "-1234", "1234567.50", "999"].map(read),
        ["0", "-1,234", "1,234,567.5", "999"]
    );
}
