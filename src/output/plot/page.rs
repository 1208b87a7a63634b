//! The chart as a page: the picture, its figures as tables, and the Vega-Lite specification.

use std::io::{self, Write};

use super::svg::escaped;
use super::{Chart, Dot, Line, Panel, grouped, plain};
use crate::output::html::sha256_base64;

const PAGE: &str = include_str!("../view/plot.html");
pub(super) const STYLE: &str =
    concat!(include_str!("../view/palette.css"), include_str!("../view/plot.css"));

/// Writes a page that shows the chart, loads nothing and runs nothing.
///
/// # Errors
///
/// The error of `out`, and what [`Chart::svg`] says.
pub fn write_page(mut out: impl Write, chart: &Chart) -> io::Result<()> {
    let style = sha256_base64(STYLE);
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"
    );
    let specification = plain(&serde_json::to_string(&chart.vega_lite())?);
    let tables: String = chart.panels.iter().map(table).collect();
    let values = [
        ("policy", policy.as_str()),
        ("style", STYLE),
        ("title", &escaped(&chart.title())),
        ("chart", &chart.svg()?),
        ("tables", &tables),
        ("specification", &escaped(&specification)),
    ];
    // Each part once, in the order of the page, so that nothing in a text is taken for a part.
    let mut rest = PAGE;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, it)| Some((before, it.split_once('}')?)))
    {
        out.write_all(before.as_bytes())?;
        let value = values.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value);
        out.write_all(value.as_bytes())?;
        rest = after;
    }
    out.write_all(rest.as_bytes())
}

/// The figures of a panel, a row for each.
fn table(panel: &Panel) -> String {
    let row = |line: &Line, dot: &Dot| {
        let topic = &dot.point.topic;
        let edges = [topic.time_start.as_deref(), topic.time_end.as_deref()];
        let time = edges.map(Option::unwrap_or_default).join(" / ");
        let source = |it: &crate::check::RecordRef| format!("{} #{}", it.doc, it.id);
        let sources: Vec<_> = dot.point.sources.iter().map(source).collect();
        let cells = [
            line.name.clone(),
            time,
            grouped(dot.point.value),
            dot.point.bound.name().to_owned(),
            dot.point.standing.name().to_owned(),
            plain(&sources.join(", ")),
        ];
        let cells: String = cells.iter().map(|it| format!("<td>{}</td>", escaped(it))).collect();
        format!("<tr class=\"{}\">{cells}</tr>\n", dot.point.standing.name())
    };
    let rows = panel.lines.iter().flat_map(|line| line.dots.iter().map(move |dot| row(line, dot)));
    format!(
        "<details>\n<summary>{name}</summary>\n<table>\n<caption class=\"unseen\">{name}</caption>\n\
         <thead><tr><th scope=\"col\">place</th><th scope=\"col\">from / to</th>\
         <th scope=\"col\">value</th><th scope=\"col\">bound</th><th scope=\"col\">standing</th>\
         <th scope=\"col\">sources</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</details>\n",
        name = escaped(&panel.name),
        rows = rows.collect::<String>()
    )
}
