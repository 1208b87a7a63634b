//! What an element does to the text in it, by its name and attributes.

/// What an element is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Part of its line.
    Inline,
    /// A line of its own, without others in it.
    Line,
    /// Holds lines.
    Container,
    /// Holds what the site put there.
    Chrome,
    /// Holds what is not shown.
    Hidden,
    /// Ends a line and holds nothing.
    Break,
    /// Holds no text: `img`, `meta`.
    Void,
    /// Its content is no HTML and no text.
    Raw,
    /// Readings above characters.
    Reading,
}

/// The kind of the element of that name.
pub(super) const fn kind(name: &[u8]) -> Kind {
    match name {
        b"br" | b"hr" => Kind::Break,
        b"p" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"dt" | b"dd" | b"pre"
        | b"caption" | b"figcaption" | b"legend" | b"summary" | b"address" | b"option"
        | b"tbody" | b"thead" | b"tfoot" => Kind::Line,
        b"html" | b"body" | b"div" | b"section" | b"article" | b"main" | b"table" | b"tr"
        | b"td" | b"th" | b"ul" | b"ol" | b"li" | b"dl" | b"blockquote" | b"center"
        | b"fieldset" | b"figure" | b"details" | b"hgroup" => Kind::Container,
        b"nav" | b"header" | b"footer" | b"aside" | b"form" | b"select" | b"button" | b"menu"
        | b"dialog" | b"marquee" => Kind::Chrome,
        b"template" | b"svg" | b"math" | b"canvas" | b"object" | b"audio" | b"video"
        | b"noframes" | b"datalist" => Kind::Hidden,
        b"img" | b"input" | b"meta" | b"link" | b"base" | b"area" | b"col" | b"embed"
        | b"source" | b"track" | b"wbr" | b"param" | b"frame" => Kind::Void,
        b"script" | b"style" | b"noscript" | b"iframe" | b"noembed" | b"noframe" | b"xmp"
        | b"textarea" => Kind::Raw,
        b"rt" | b"rp" => Kind::Reading,
        _ => Kind::Inline,
    }
}

/// Words of class and id that sites call their own parts by.
const PARTS: &[&str] = &[
    "nav",
    "navbar",
    "navigation",
    "menu",
    "footer",
    "foot",
    "copyright",
    "header",
    "breadcrumb",
    "breadcrumbs",
    "crumb",
    "crumbs",
    "sidebar",
    "aside",
    "related",
    "recommend",
    "recommends",
    "share",
    "toolbar",
    "pagination",
    "pager",
    "weather",
    "friendlink",
    "friendlinks",
    "comments",
    "xgxw",
    "xgyd",
    "banner",
    "qrcode",
];

/// The names in `class` or `id` tell a part of the site: `page-footer`, `topNav`.
pub(super) fn names_chrome(names: &str) -> bool {
    let words = names.split(|char: char| !char.is_ascii_alphabetic());
    words.filter(|word| !word.is_empty()).any(|word| {
        let last = word.rfind(|char: char| char.is_ascii_uppercase()).unwrap_or(0);
        [word, &word[last..], &word[..last]]
            .iter()
            .any(|word| PARTS.iter().any(|part| part.eq_ignore_ascii_case(word)))
    })
}

/// The style hides the element.
pub(super) fn hides(style: &str) -> bool {
    let bare: String = style.chars().filter(|char| !char.is_whitespace()).collect();
    let bare = bare.to_ascii_lowercase();
    let has = |rule: &str| bare.split(';').any(|one| one.trim_end_matches("!important") == rule);
    has("display:none") || has("visibility:hidden")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_parts() {
        for names in ["nav", "page-footer clear", "topNav", "navBar left", "x_crumbs", "FOOTER"] {
            assert!(names_chrome(names), "{names}");
        }
        for names in ["content", "photo", "article-body", "headline", "canvas", "", "footnote"] {
            assert!(!names_chrome(names), "{names}");
        }
    }

    #[test]
    fn styles_that_hide() {
        assert!(hides("color:red; DISPLAY : none !important"));
        assert!(hides("visibility:hidden"));
        assert!(!hides("display:block") && !hides("x-display:none") && !hides(""));
    }
}
