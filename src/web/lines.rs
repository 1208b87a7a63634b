//! Page → its lines, and the elements that hold them.
//!
//! Enters: the characters of a page. Leaves: [`Draft`]. Always holds: the lines are in the order of
//! the page and none is blank; an element comes behind the one that holds it.

use std::convert::Infallible;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

use super::tag::{self, Kind};

/// Elements that lie deeper are taken for part of the one that lies so deep, as browsers do.
const LEVELS: usize = 256;
/// Of an attribute no more is read.
const ATTRIBUTE: usize = 1024;
/// So many `meta` elements are read.
const METAS: usize = 256;
/// Of the title no more is read.
const TITLE: usize = 1024;
/// A table of data has cells of so few characters; others are there for the look of the page.
const CELL: usize = 60;
/// And rows of so few.
const ROW: usize = 600;

/// A page taken apart.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// What `<title>` holds.
    pub title: String,
    /// Name and content of the `meta` elements, the names in lower case; `time` elements count as
    /// one of the name `time`.
    pub metas: Vec<(String, String)>,
    /// What was not read of it.
    pub cut: Vec<&'static str>,
    pub lines: Vec<Line>,
    /// The first holds all.
    pub elements: Vec<Element>,
}

/// A paragraph, or whatever else stands on a line of its own.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub text: String,
    /// Its characters that are no blanks.
    pub chars: usize,
    /// Those of them that are part of a link.
    pub links: usize,
    /// The innermost of the elements that hold it.
    pub element: usize,
    /// Which of the `h1` elements it stands in, counted from 1.
    pub heading: Option<usize>,
    /// It is a row of a table of data.
    pub row: bool,
}

/// An element that holds lines.
#[derive(Debug)]
pub(super) struct Element {
    pub parent: usize,
    pub part: Part,
}

/// Whose words an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Text,
    /// The site's.
    Chrome,
    /// Nobody sees them.
    Hidden,
}

/// Takes a page apart.
pub(super) fn lines(html: &str) -> Draft {
    let mut reader = Reader::new();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| {
        reader.read(event);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    reader.end_line();
    reader.close_to(0);
    reader.draft
}

/// A name, cut off where it is longer than any that matters.
type Name = u128;

const fn short(name: &[u8]) -> Name {
    let (mut short, mut at) = (0, 0);
    while at < name.len() && at < size_of::<Name>() {
        short = short << 8 | name[at] as Name;
        at += 1;
    }
    short
}

const P: Name = short(b"p");
const TR: Name = short(b"tr");
const TD: Name = short(b"td");
const TH: Name = short(b"th");
const TABLE: Name = short(b"table");

/// An element whose end is still to come.
#[derive(Debug)]
struct Open {
    name: Name,
    element: usize,
    /// Its text is dropped, and does not end the line around it.
    mute: bool,
    /// Of a row of a table: the lines that its cells begin with.
    cells: Vec<usize>,
}

/// What the tokenizer has read of a start tag.
#[derive(Debug, Default)]
struct Tag {
    name: Vec<u8>,
    /// The attribute whose value comes next.
    next: Option<Attribute>,
    values: [Option<String>; ATTRIBUTES.len()],
}

#[derive(Debug, Clone, Copy)]
enum Attribute {
    Hidden,
    Style,
    Class,
    Id,
    Href,
    Name,
    Content,
}

const ATTRIBUTES: [(&[u8], Attribute); 10] = [
    (b"hidden", Attribute::Hidden),
    (b"style", Attribute::Style),
    (b"class", Attribute::Class),
    (b"id", Attribute::Id),
    (b"href", Attribute::Href),
    (b"name", Attribute::Name),
    (b"property", Attribute::Name),
    (b"itemprop", Attribute::Name),
    (b"content", Attribute::Content),
    (b"datetime", Attribute::Content),
];

impl Tag {
    fn attribute(&mut self, name: &[u8]) {
        let known = ATTRIBUTES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        // Of two of a name, the first counts.
        self.next = known.map(|(_, it)| *it).filter(|it| self.values[*it as usize].is_none());
        if let Some(next) = self.next {
            self.values[next as usize] = Some(String::new());
        }
    }

    fn value(&mut self, value: &[u8]) {
        if let Some(next) = self.next.take() {
            let value = &value[..value.len().min(ATTRIBUTE)];
            self.values[next as usize] = Some(String::from_utf8_lossy(value).into_owned());
        }
    }

    fn get(&self, attribute: Attribute) -> Option<&str> {
        self.values[attribute as usize].as_deref()
    }

    fn is_hidden(&self) -> bool {
        self.get(Attribute::Hidden).is_some() || self.get(Attribute::Style).is_some_and(tag::hides)
    }

    fn names_chrome(&self) -> bool {
        [Attribute::Class, Attribute::Id]
            .into_iter()
            .any(|names| self.get(names).is_some_and(tag::names_chrome))
    }
}

/// A blank that was read and is not yet written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Blank {
    None,
    Space,
    /// The end of a line of the source, which in Chinese stands for no blank.
    LineEnd,
}

/// What the text being read is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Line,
    Title,
    Nothing,
}

struct Reader {
    draft: Draft,
    stack: Vec<Open>,
    /// Containers that were opened below [`LEVELS`].
    deeper: usize,
    tag: Tag,
    line: Line,
    blank: Blank,
    target: Target,
    /// How many elements were open when the link began.
    link: Option<usize>,
    heading: Option<usize>,
    headings: usize,
    preformatted: bool,
}

impl Reader {
    fn new() -> Self {
        let mut draft = Draft::default();
        draft.elements.push(Element { parent: 0, part: Part::Text });
        Self {
            draft,
            stack: Vec::new(),
            deeper: 0,
            tag: Tag::default(),
            line: Line::default(),
            blank: Blank::None,
            target: Target::Line,
            link: None,
            heading: None,
            headings: 0,
            preformatted: false,
        }
    }

    fn read(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Tag { name: name.to_vec(), ..Tag::default() };
            }
            CallbackEvent::AttributeName { name } => self.tag.attribute(name),
            CallbackEvent::AttributeValue { value } => self.tag.value(value),
            CallbackEvent::CloseStartTag { .. } => {
                let tag = std::mem::take(&mut self.tag);
                self.start(&tag);
            }
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } => self.text(&String::from_utf8_lossy(value)),
            CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag) {
        match &tag.name[..] {
            b"meta" | b"time" => self.meta(tag),
            b"title" => return self.start_title(),
            b"a" => self.link = tag.get(Attribute::Href).map(|_| self.stack.len()),
            b"pre" => self.preformatted = true,
            _ => {}
        }
        let kind = tag::kind(&tag.name);
        match kind {
            Kind::Void => {}
            Kind::Break => self.end_line(),
            Kind::Raw => self.target = Target::Nothing,
            Kind::Reading => {
                self.close_reading();
                self.open(&tag.name, None);
            }
            Kind::Inline if &tag.name == b"ruby" => self.open(&tag.name, Some(Part::Text)),
            Kind::Inline if tag.is_hidden() => self.open(&tag.name, None),
            Kind::Inline => {}
            Kind::Line | Kind::Container | Kind::Chrome | Kind::Hidden => self.block(tag, kind),
        }
    }

    /// Notes once what is not read.
    fn cut(&mut self, what: &'static str) {
        if !self.draft.cut.contains(&what) {
            self.draft.cut.push(what);
        }
    }

    fn start_title(&mut self) {
        let first = self.draft.title.is_empty() && self.stack.iter().all(|open| !open.mute);
        self.target = if first { Target::Title } else { Target::Nothing };
    }

    fn meta(&mut self, tag: &Tag) {
        let time = (&tag.name == b"time").then_some("time");
        if let Some(name) = tag.get(Attribute::Name).or(time)
            && let Some(content) = tag.get(Attribute::Content)
        {
            match self.draft.metas.len() < METAS {
                true => self.draft.metas.push((name.to_ascii_lowercase(), content.to_owned())),
                false => self.cut("of more than 256 elements meta and time the rest is not read"),
            }
        }
    }

    /// A block ends the line, and what it leaves no place for.
    fn block(&mut self, tag: &Tag, kind: Kind) {
        self.end_line();
        self.heading = None;
        if &tag.name == b"h1" {
            self.headings += 1;
            self.heading = Some(self.headings);
        }
        match &tag.name[..] {
            b"li" => self.close(&[short(b"li")], &[short(b"ul"), short(b"ol"), TD, TH]),
            b"td" | b"th" => self.close(&[TD, TH], &[TR, TABLE]),
            b"tr" | b"tbody" | b"thead" | b"tfoot" => self.close(&[TR], &[TABLE]),
            _ => {}
        }
        if self.stack.last().is_some_and(|open| open.name == P) {
            self.close_to(self.stack.len() - 1);
        }
        let chrome = kind == Kind::Chrome && !(&tag.name == b"header" && self.in_article());
        let part = if kind == Kind::Hidden || tag.is_hidden() {
            Part::Hidden
        } else if chrome || &tag.name != b"body" && tag.names_chrome() {
            Part::Chrome
        } else {
            Part::Text
        };
        if kind != Kind::Line || part != Part::Text {
            self.open(&tag.name, Some(part));
        }
        if matches!(&tag.name[..], b"td" | b"th") {
            self.start_cell();
        }
    }

    fn in_article(&self) -> bool {
        self.stack.iter().any(|open| [short(b"article"), short(b"main")].contains(&open.name))
    }

    fn start_cell(&mut self) {
        let line = self.draft.lines.len();
        if let [.., row, _] = &mut self.stack[..]
            && row.name == TR
        {
            row.cells.push(line);
        }
    }

    /// Opens an element; one without a part is mute.
    fn open(&mut self, name: &[u8], part: Option<Part>) {
        if self.stack.len() == LEVELS {
            self.deeper += 1;
            return;
        }
        let parent = self.element();
        let block = part.filter(|_| tag::kind(name) != Kind::Inline);
        let element = block.map_or(parent, |part| {
            self.draft.elements.push(Element { parent, part });
            self.draft.elements.len() - 1
        });
        let mute = part.is_none() || self.is_mute();
        self.stack.push(Open { name: short(name), element, mute, cells: Vec::new() });
    }

    fn element(&self) -> usize {
        self.stack.last().map_or(0, |open| open.element)
    }

    fn is_mute(&self) -> bool {
        self.stack.last().is_some_and(|open| open.mute)
    }

    fn end(&mut self, name: &[u8]) {
        if self.target != Target::Line {
            self.target = Target::Line;
            return;
        }
        let kind = tag::kind(name);
        match kind {
            Kind::Void | Kind::Raw => return,
            Kind::Inline | Kind::Reading => {}
            _ => self.end_line(),
        }
        match name {
            b"a" => self.link = None,
            b"h1" => self.heading = None,
            b"pre" => self.preformatted = false,
            _ => {}
        }
        if self.deeper > 0 && matches!(kind, Kind::Container | Kind::Chrome | Kind::Hidden) {
            self.deeper -= 1;
            return;
        }
        let outside: &[Name] = match name {
            b"table" | b"body" | b"html" => &[],
            b"td" | b"th" | b"tr" | b"tbody" | b"thead" | b"tfoot" => &[TABLE],
            _ => &[TD, TH, TABLE],
        };
        self.close(&[short(name)], outside);
    }

    /// Closes the innermost element of one of these names, and all in it; unless it lies outside
    /// of one of those.
    fn close(&mut self, names: &[Name], outside: &[Name]) {
        let ends = |open: &Open| names.contains(&open.name) || outside.contains(&open.name);
        let level = self.stack.iter().rposition(ends);
        if let Some(level) = level.filter(|level| names.contains(&self.stack[*level].name)) {
            self.close_to(level);
        }
    }

    /// A reading ends where the next one begins.
    fn close_reading(&mut self) {
        if self.stack.last().is_some_and(|open| [short(b"rt"), short(b"rp")].contains(&open.name)) {
            self.close_to(self.stack.len() - 1);
        }
    }

    /// Closes all but so many elements.
    fn close_to(&mut self, level: usize) {
        while self.stack.len() > level
            && let Some(open) = self.stack.pop()
        {
            if open.name == TR {
                self.end_row(&open);
            }
        }
        self.link = self.link.filter(|link| *link <= level);
    }

    /// Makes one line of the cells of a row, if they are those of a table of data.
    fn end_row(&mut self, row: &Open) {
        let Some(first) = row.cells.first().copied() else { return };
        let ends = row.cells[1..].iter().copied().chain([self.draft.lines.len()]);
        let cells: Vec<&[Line]> =
            row.cells.iter().zip(ends).map(|(start, end)| &self.draft.lines[*start..end]).collect();
        let chars = |cell: &&[Line]| cell.iter().map(|line| line.chars).sum::<usize>();
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        let is_data = filled >= 2
            && cells.iter().all(|cell| {
                cell.len() <= 2 && chars(cell) <= CELL && cell.iter().all(|line| !line.row)
            })
            && cells.iter().map(chars).sum::<usize>() <= ROW;
        if !is_data {
            return;
        }
        let mut text = String::from("|");
        // All rows are lines of their table, so that its head goes where they go.
        let element = self.draft.elements[row.element].parent;
        let mut line = Line { element, row: true, ..Line::default() };
        for cell in cells {
            for part in cell {
                text.push(' ');
                text.push_str(&part.text);
                line.chars += part.chars;
                line.links += part.links;
            }
            text.push_str(" |");
        }
        line.text = text;
        self.draft.lines.truncate(first);
        self.draft.lines.push(line);
    }

    fn text(&mut self, text: &str) {
        match self.target {
            Target::Nothing => {}
            Target::Title => {
                let room = TITLE.saturating_sub(self.draft.title.len()) / 4;
                self.draft.title.extend(text.chars().take(room));
                if text.chars().nth(room).is_some() {
                    self.cut("the title goes on beyond 1024 bytes: the rest is not read");
                }
            }
            Target::Line if self.is_mute() => {}
            Target::Line => text.chars().for_each(|char| self.char(char)),
        }
    }

    fn char(&mut self, char: char) {
        match char {
            '\n' | '\r' if self.preformatted => self.end_line(),
            '\n' | '\r' => self.blank = Blank::LineEnd,
            ' ' | '\t' | '\u{C}' if self.blank == Blank::None => self.blank = Blank::Space,
            ' ' | '\t' | '\u{C}' => {}
            // Other line ends would break the line in two.
            '\u{B}' | '\u{85}' | '\u{2028}' | '\u{2029}' => self.blank = Blank::Space,
            _ => {
                self.put_blank(char);
                self.line.text.push(char);
                if !char.is_whitespace() {
                    self.line.chars += 1;
                    self.line.links += usize::from(self.link.is_some());
                }
            }
        }
    }

    fn put_blank(&mut self, next: char) {
        let last = self.line.text.chars().next_back();
        let latin = |char: char| char.is_ascii();
        match std::mem::replace(&mut self.blank, Blank::None) {
            Blank::Space if last.is_some() => self.line.text.push(' '),
            Blank::LineEnd if last.is_some_and(latin) && latin(next) => self.line.text.push(' '),
            _ => {}
        }
    }

    fn end_line(&mut self) {
        self.blank = Blank::None;
        let line = std::mem::take(&mut self.line);
        let text = line.text.trim_matches(|char: char| {
            char.is_whitespace() || matches!(char, '\u{200B}' | '\u{FEFF}')
        });
        if !text.is_empty() {
            let (text, element) = (text.to_owned(), self.element());
            self.draft.lines.push(Line { text, element, heading: self.heading, ..line });
        }
    }
}
