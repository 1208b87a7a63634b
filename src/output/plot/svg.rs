//! The chart as a picture: SVG, drawn by plotters.

use std::io;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::days::{Days, position};
use super::{Chart, Dot, LINES, Line, Panel, Standing, grouped};

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), Box<dyn std::error::Error>>;
type At = (i32, i32);

const WIDTH: i32 = 1080;
/// Beside what is in a panel.
const MARGIN: i32 = 24;
/// Heights: of the head of a panel, of what is drawn in it, of a row of names, of the room below.
const HEAD: i32 = 62;
const PLOT: i32 = 260;
const ROW: i32 = 22;
const GAP: i32 = 26;
/// Height of what stands below all panels.
const FOOT: i32 = 40;
/// Points of a panel up to which each has its dot.
const DOTS: usize = 240;

/// What marks stand for.
const MARKS: [(Standing, &str); 3] = [
    (Standing::Revised, "revised later"),
    (Standing::Revision, "the revision"),
    (Standing::Conflict, "sources differ"),
];

/// Colours that readers with little sense of colour tell apart too, after Okabe and Ito.
const COLOURS: [RGBColor; LINES] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 148, 108),
    RGBColor(196, 90, 155),
    RGBColor(70, 165, 220),
    RGBColor(170, 120, 0),
    RGBColor(110, 110, 110),
    RGBColor(95, 60, 160),
];
const INK: RGBColor = RGBColor(28, 28, 26);
const FAINT: RGBColor = RGBColor(98, 98, 92);
const GRID: RGBColor = RGBColor(226, 226, 221);
const WRONG: RGBColor = RGBColor(179, 21, 29);

/// Panels side by side, and where.
struct Row<'a> {
    panels: &'a [Panel],
    y: i32,
    /// Of each panel.
    width: i32,
}

impl Chart {
    /// The chart as an SVG picture that stands alone, with a title and a description.
    ///
    /// # Errors
    ///
    /// What plotters says that it cannot draw.
    pub fn svg(&self) -> io::Result<String> {
        let rows = self.rows();
        let height = rows.last().map_or(0, |row| row.y + row.height()) + FOOT;
        let mut svg = String::new();
        let area = SVGBackend::with_string(&mut svg, (WIDTH as u32, height as u32));
        let area = area.into_drawing_area();
        self.draw(&area, &rows, height).map_err(|error| io::Error::other(error.to_string()))?;
        drop(area);
        Ok(svg.replacen('>', &self.named(), 1))
    }

    /// The rest of the first tag, and what readers of the screen say.
    fn named(&self) -> String {
        format!(
            " role=\"img\" aria-labelledby=\"chart-title chart-description\">\n\
             <title id=\"chart-title\">{}</title>\n\
             <desc id=\"chart-description\">{}</desc>",
            escaped(&self.title()),
            escaped(&self.description())
        )
    }

    /// One panel takes all of the width, more stand two and two.
    fn rows(&self) -> Vec<Row<'_>> {
        let columns = if self.panels.len() > 1 { 2 } else { 1 };
        let mut y = 0;
        let rows = self.panels.chunks(columns).map(|panels| {
            let row = Row { panels, y, width: WIDTH / columns as i32 };
            y += row.height();
            row
        });
        rows.collect()
    }

    fn draw(&self, area: &Area<'_>, rows: &[Row<'_>], height: i32) -> Drawn {
        area.fill(&WHITE)?;
        for row in rows {
            for (index, panel) in row.panels.iter().enumerate() {
                panel.draw(area, (index as i32 * row.width, row.y), row.width)?;
            }
        }
        self.draw_foot(area, height - FOOT / 2)?;
        area.present()?;
        Ok(())
    }

    /// What the marks mean, where there are any, and how much is not drawn.
    fn draw_foot(&self, area: &Area<'_>, y: i32) -> Drawn {
        let mut x = MARGIN;
        for (standing, meaning) in MARKS.iter().filter(|(standing, _)| self.has(*standing)) {
            mark(area, (x + 6, y), *standing, FAINT)?;
            say(area, (x + 18, y), meaning, 13, FAINT)?;
            x += 18 + width(meaning) + 28;
        }
        match (self.panels.is_empty(), self.left_out) {
            (true, _) => say(area, (x, y), "No figures to draw", 13, FAINT),
            (_, 0) => Ok(()),
            (_, out) => say(area, (x, y), &format!("{out} more points are not drawn"), 13, FAINT),
        }
    }
}

impl Row<'_> {
    fn height(&self) -> i32 {
        let names = |panel: &Panel| panel.lines.len().div_ceil(panel.names(self.width)) as i32;
        HEAD + PLOT + ROW * self.panels.iter().map(names).max().unwrap_or(0) + GAP
    }
}

impl Panel {
    /// How many names of lines stand in a row.
    fn names(&self, across: i32) -> usize {
        let widest = self.lines.iter().map(|line| width(&line.name)).max().unwrap_or(0);
        ((across - 2 * MARGIN) / (widest + 44)).clamp(1, 4) as usize
    }

    fn draw(&self, area: &Area<'_>, (x, y): At, across: i32) -> Drawn {
        let (Some(first), Some(last)) =
            (self.dots().map(|dot| dot.at).min(), self.dots().map(|dot| dot.at).max())
        else {
            return Ok(());
        };
        let title = ("sans-serif", size(15)).into_font().style(FontStyle::Bold).color(&INK);
        area.draw(&Text::new(self.name.clone(), (x + MARGIN, y + 14), title))?;
        let days = match (first.date(), last.date()) {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first} to {last}"),
        };
        say(area, (x + MARGIN, y + 44), &days, 13, FAINT)?;

        let own = area.clone().shrink((x, y + HEAD), (across as u32, PLOT as u32));
        let values = || self.dots().map(Dot::value);
        let highest = values().fold(0.0, f64::max);
        let top = if highest > 0.0 { highest * 1.08 } else { 1.0 };
        let bottom = values().fold(0.0, f64::min) * 1.08;
        let mut chart = ChartBuilder::on(&own)
            .margin_right(MARGIN)
            .set_label_area_size(LabelAreaPosition::Left, 72)
            .set_label_area_size(LabelAreaPosition::Bottom, 28)
            .margin_top(6)
            .build_cartesian_2d(Days::new(first, last), bottom..top)?;
        let labels = ("sans-serif", size(12)).into_font().color(&FAINT);
        let whole = if self.counts() { highest as usize + 1 } else { 6 };
        chart
            .configure_mesh()
            .disable_x_mesh()
            .bold_line_style(GRID)
            .light_line_style(TRANSPARENT)
            .axis_style(GRID)
            .label_style(labels)
            .y_labels(whole.clamp(2, 6))
            .y_label_formatter(&|value| tick(*value))
            .draw()?;
        let dots = self.dots().count() <= DOTS;
        let at = |dot: &Dot| chart.backend_coord(&(position(dot.at), dot.value()));
        for (line, colour) in self.lines.iter().zip(COLOURS) {
            line.draw(area, colour, dots, at)?;
        }
        self.draw_names(area, (x + MARGIN, y + HEAD + PLOT + 2), across - 2 * MARGIN)
    }

    fn draw_names(&self, area: &Area<'_>, (x, y): At, across: i32) -> Drawn {
        let names = self.names(across + 2 * MARGIN);
        for (index, (line, colour)) in self.lines.iter().zip(COLOURS).enumerate() {
            let x = x + (index % names) as i32 * (across / names as i32);
            let y = y + (index / names) as i32 * ROW + ROW / 2;
            area.draw(&PathElement::new([(x, y), (x + 20, y)], colour.stroke_width(3)))?;
            say(area, (x + 28, y), &line.name, 13, INK)?;
        }
        Ok(())
    }

    /// Whether all values are whole numbers.
    fn counts(&self) -> bool {
        self.dots().all(|dot| dot.point.value.is_integer())
    }
}

impl Line {
    fn draw(
        &self,
        area: &Area<'_>,
        colour: RGBColor,
        dots: bool,
        at: impl Fn(&Dot) -> At,
    ) -> Drawn {
        let path: Vec<_> = self.dots.iter().filter(|dot| dot.holds()).map(&at).collect();
        if path.len() > 1 {
            area.draw(&PathElement::new(path, colour.stroke_width(2)))?;
        }
        for dot in &self.dots {
            if dots || self.dots.len() == 1 || dot.point.standing != Standing::Stated {
                mark(area, at(dot), dot.point.standing, colour)?;
            }
        }
        Ok(())
    }
}

/// Marks a point.
fn mark(area: &Area<'_>, at: At, standing: Standing, colour: RGBColor) -> Drawn {
    match standing {
        Standing::Stated => area.draw(&Circle::new(at, 3, colour.filled()))?,
        Standing::Revised => area.draw(&Circle::new(at, 5, colour.stroke_width(2)))?,
        Standing::Revision => {
            let diamond = [(0, -7), (6, 0), (0, 7), (-6, 0)].map(|(x, y)| (at.0 + x, at.1 + y));
            area.draw(&Polygon::new(diamond.to_vec(), colour.filled()))?;
        }
        Standing::Conflict => area.draw(&Cross::new(at, 4, WRONG.stroke_width(2)))?,
    }
    Ok(())
}

/// Writes text that begins at a point, its middle at that height.
fn say(area: &Area<'_>, at: At, text: &str, pixels: i32, colour: RGBColor) -> Drawn {
    let middle = Pos::new(HPos::Left, VPos::Center);
    let style = ("sans-serif", size(pixels)).into_font().color(&colour).pos(middle);
    area.draw(&Text::new(text.to_owned(), at, style))?;
    Ok(())
}

/// plotters gives a font the size of its line: 1.24 of its letters.
fn size(pixels: i32) -> f64 {
    f64::from(pixels) * 1.24
}

/// About the pixels that a name takes.
fn width(text: &str) -> i32 {
    text.chars().map(|c| if c.is_ascii() { 7 } else { 13 }).sum()
}

/// The label of a tick: no more digits than it needs.
fn tick(value: f64) -> String {
    let value = rust_decimal::Decimal::from_f64_retain(value).unwrap_or_default();
    grouped(value.round_dp(6))
}

/// Text as it stands in XML and HTML.
pub(super) fn escaped(text: &str) -> String {
    let pairs = [('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&#39;")];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(*from, to))
}
