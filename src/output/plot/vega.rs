//! The chart as a Vega-Lite specification, its data in it.

use serde_json::{Value, json};

use super::{Chart, Dot, Line, Panel};

impl Chart {
    /// The chart for Vega-Lite, Altair and the like, with its data: change it as you like.
    ///
    /// `standing` is that of the [`Point`](crate::series::Point); a line goes through what is
    /// stated or a revision.
    #[must_use]
    pub fn vega_lite(&self) -> Value {
        let shapes = json!({
            "domain": ["stated", "revised", "revision", "conflict"],
            "range": ["circle", "triangle-down", "diamond", "cross"],
        });
        let x = json!({ "field": "time", "type": "temporal", "title": null });
        let y = json!({ "field": "value", "type": "quantitative", "title": null });
        let colour = json!({ "field": "line", "type": "nominal", "title": null });
        let held = "datum.standing === 'stated' || datum.standing === 'revision'";
        json!({
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "title": self.title(),
            "data": { "values": self.values() },
            "facet": { "field": "panel", "type": "nominal", "title": null },
            "columns": 2,
            "spec": {
                "width": 420,
                "height": 220,
                "encoding": { "x": x, "y": y, "color": colour },
                "layer": [
                    { "transform": [{ "filter": held }], "mark": "line" },
                    {
                        "mark": { "type": "point", "filled": true, "tooltip": { "content": "data" } },
                        "encoding": {
                            "shape": {
                                "field": "standing",
                                "type": "nominal",
                                "title": null,
                                "scale": shapes,
                            },
                        },
                    },
                ],
            },
            "resolve": { "scale": { "x": "independent", "y": "independent" } },
        })
    }

    fn values(&self) -> Vec<Value> {
        let of_panel = |panel: &Panel| {
            let of_line = |line: &Line| {
                let of_dot = |dot: &Dot| value(panel, line, dot);
                line.dots.iter().map(of_dot).collect::<Vec<_>>()
            };
            panel.lines.iter().flat_map(of_line).collect::<Vec<_>>()
        };
        self.panels.iter().flat_map(of_panel).collect()
    }
}

/// What the point says, but for its sources, and where it is drawn.
fn value(panel: &Panel, line: &Line, dot: &Dot) -> Value {
    let mut value = serde_json::to_value(&dot.point).unwrap_or_default();
    if let Value::Object(keys) = &mut value {
        keys.remove("sources");
        keys.insert("panel".into(), panel.name.clone().into());
        keys.insert("line".into(), line.name.clone().into());
        keys.insert("time".into(), dot.at.strftime("%Y-%m-%dT%H:%M:%S").to_string().into());
    }
    value
}
