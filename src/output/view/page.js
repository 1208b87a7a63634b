"use strict";

// The page of `tongbao view`. Its data are in `script` elements of JSON, written by
// src/output/html.rs: a head and a body for each document, and the checks between documents.
// A body is read when its document is looked at. Whatever a text says is only ever made into text
// nodes. Offsets are in UTF-16 code units, as in the strings here.

const $ = (id) => document.getElementById(id);
const read = (element) => JSON.parse(element.textContent);

const heads = [...document.querySelectorAll("script.head")].map(read);
const bodies = document.querySelectorAll("script.body");
const series = read(document.querySelector("script.series")).filter(fails);
const numbers = new Map(heads.map((head, number) => [head.doc, number]).reverse());
for (const check of series) for (const number of documentsOf(check)) heads[number].failed += 1;

/** Rows that are added to a list at once. */
const ROWS = 200;
/** A block of the text ends with the first line that goes beyond this length. */
const BLOCK = 2000;
/** A figure up to this length stays on one line. */
const SHORT = 10;
/** Other figures over the same words that are shown together with one. */
const TOGETHER = 30;
/** Attributes that are filtered by choice, and how a figure without one is called. */
const CHOICES = { metric: "no metric", aspect: "no aspect", place: "no place" };

/** The document that is looked at, and what was made of it. */
let sheet;
/** The figure that is looked at: index of its place in the text, and its id. */
let current = { place: -1, id: -1 };
/** What is asked for; undefined is anything. */
const wanted = { metric: undefined, aspect: undefined, place: undefined, find: "" };

function fails(check) {
  return check.verdict === "fails";
}

/** The numbers of the documents that a check is about. */
function documentsOf(check) {
  return new Set(check.records.map(({ doc }) => numbers.get(doc)));
}

// Elements

/** An element; what is in it is elements, and strings that become text. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  for (const child of children) element.append(child);
  return element;
}

const CONTROLS = /([\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])/;

/** Appends text; characters that turn its direction are boxed, so that they turn nothing. */
function write(parent, text) {
  if (!CONTROLS.test(text)) return parent.append(text);
  text.split(CONTROLS).forEach((piece, number) => {
    if (number % 2 === 0) return parent.append(piece);
    const name = "U+" + piece.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    parent.append(make("span", { class: "control", title: name }, piece));
  });
}

/** An element with text of the documents in it. */
function quote(tag, attributes, text) {
  const element = make(tag, attributes);
  write(element, String(text));
  return element;
}

function button(attributes, action, ...children) {
  const element = make("button", { type: "button", ...attributes }, ...children);
  element.addEventListener("click", action);
  return element;
}

const hues = new Map();

/** The class of a metric's colour: the first metrics of the page have colours of their own. */
function hue(metric) {
  if (metric === undefined) return "none";
  if (!hues.has(metric)) hues.set(metric, `hue${hues.size % 10}`);
  return hues.get(metric);
}

// Documents

/** Reads a document and looks at it. */
function open(number) {
  const body = read(bodies[number]);
  sheet = { ...body, ...heads[number], number, places: places(body.records) };
  sheet.placeOf = sheet.records.map(() => -1);
  sheet.places.forEach(({ ids }, place) => {
    for (const id of ids) if (sheet.placeOf[id] < 0) sheet.placeOf[id] = place;
  });
  sheet.parts = sheet.records.map(() => []);
  sheet.records.forEach(({ record }, id) => sheet.parts[record.part_of]?.push(id));
  const across = series.filter((check) => documentsOf(check).has(number));
  sheet.failed = sheet.checks.filter(fails).concat(across);
  sheet.wrong = new Set();
  for (const { records } of sheet.failed) {
    for (const { doc, id } of records) if (numbers.get(doc) === number) sheet.wrong.add(id);
  }
  current = { place: -1, id: -1 };
  document.title = `${sheet.doc} – tongbao`;
  $("name").replaceChildren(quote("bdi", {}, sheet.doc));
  for (const row of $("documents").querySelectorAll("button")) {
    row.setAttribute("aria-current", Number(row.dataset.number) === number);
  }
  drawText();
  drawChoices();
  drawChecks();
  drawFigure();
  filter();
}

/** The stretches of the text that state figures, in order: of those that overlap, each stretch
    over which the same figures stand. */
function places(records) {
  const edges = [];
  records.forEach(({ at: [start, end] }, id) => {
    if (start < end) edges.push([start, 1, id], [end, 0, id]);
  });
  edges.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  const found = [];
  const ids = new Set();
  let start = 0;
  for (const [offset, opens, id] of edges) {
    if (ids.size && start < offset) found.push({ start, end: offset, ids: [...ids] });
    start = offset;
    if (opens) ids.add(id);
    else ids.delete(id);
  }
  return found;
}

function drawDocuments() {
  if (heads.length < 2) return;
  const rows = heads.map((head, number) => {
    const row = button({ class: "row", tabindex: number ? -1 : 0, "data-number": number }, () => {
      open(number);
      show("text");
    });
    row.append(quote("bdi", {}, head.doc), make("br"));
    row.append(make("span", { class: "faint" }, `${head.figures} figures`));
    if (head.failed) row.append(" ", make("span", { class: "wrong small" }, `${head.failed} failed`));
    return make("li", {}, row);
  });
  $("documents").append(make("ol", {}, ...rows));
}

// Text

/** Draws the text in blocks of whole lines, so that only those in view need be laid out. */
function drawText() {
  const { text, places, records, wrong } = sheet;
  sheet.blocks = [];
  sheet.marks = [];
  let at = 0;
  let block;
  const begin = () => {
    block = make("div", { class: "block" });
    sheet.blocks.push({ start: at, element: block });
  };
  const plain = (end) => {
    while (at < end) {
      const room = Math.max(0, sheet.blocks.at(-1).start + BLOCK - at);
      const rest = text.slice(at, end);
      const cut = rest.indexOf("\n", room) + 1 || rest.length;
      write(block, rest.slice(0, cut));
      at += cut;
      if (rest[cut - 1] === "\n" && cut > room) begin();
    }
  };
  begin();
  places.forEach(({ start, end, ids }, place) => {
    plain(start);
    const failed = ids.some((id) => wrong.has(id)) ? " failed" : "";
    const words = text.slice(start, end);
    const short = words.length <= SHORT && !words.includes("\n") ? " short" : "";
    const mark = quote("mark", { role: "button", tabindex: -1, "data-place": place }, words);
    mark.className = hue(records[ids[0]].record.metric) + failed + short;
    sheet.marks.push(mark);
    block.append(mark);
    at = end;
  });
  plain(text.length);
  $("text").replaceChildren(...sheet.blocks.map(({ element }) => element));
  $("text").scrollTop = 0;
}

/** The text node and the offset in it of an offset in the text. */
function locate(offset) {
  const { blocks } = sheet;
  let [low, high] = [0, blocks.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (blocks[middle].start <= offset) low = middle;
    else high = middle - 1;
  }
  const nodes = document.createTreeWalker(blocks[low].element, NodeFilter.SHOW_TEXT);
  let left = offset - blocks[low].start;
  let last = [blocks[low].element, 0];
  while (nodes.nextNode()) {
    const node = nodes.currentNode;
    if (left <= node.length) return [node, left];
    left -= node.length;
    last = [node, node.length];
  }
  return last;
}

function range([start, end]) {
  const words = document.createRange();
  words.setStart(...locate(start));
  words.setEnd(...locate(end));
  return words;
}

/** Brings words into view. */
function reveal(words) {
  show("text");
  const box = range(words).getBoundingClientRect();
  const view = $("text").getBoundingClientRect();
  $("text").scrollBy(0, (box.top + box.bottom - view.top - view.bottom) / 2);
}

/** Underlays the words that the reasons of a figure name, but for its own number. */
function underlay(reasons) {
  if (!globalThis.Highlight) return;
  const named = reasons.filter(([name, , , words]) => words && name !== "value");
  const words = named.map((reason) => range(reason[3]));
  CSS.highlights.set("because", new Highlight(...words));
}

// Figures

/** Looks at the figures at a place of the text, at one of them first. */
function select(place, id = sheet.places[place].ids.find((id) => sheet.shown[id])) {
  id ??= sheet.places[place].ids[0];
  if (current.place === place && current.id === id) return;
  sheet.marks[current.place]?.removeAttribute("aria-current");
  current = { place, id };
  sheet.marks[place].setAttribute("aria-current", "true");
  stop(place);
  markRow();
  drawFigure();
  const shown = sheet.shownPlaces.indexOf(place) + 1;
  const count = shown ? `, ${shown} of ${sheet.shownPlaces.length}` : "";
  $("said").textContent = summary(id) + count;
}

/** A figure in one line, to be heard. */
function summary(id) {
  const { record } = sheet.records[id];
  const what = [record.metric ?? record.subject, record.aspect, record.origin, record.place];
  if (sheet.wrong.has(id)) what.push("fails a check");
  return `${record.text}: ${what.filter((it) => it !== undefined).join(", ")}`;
}

/** Goes to a figure in the text. */
function go(id) {
  const place = sheet.placeOf[id];
  if (place < 0) return;
  show("text");
  select(place, id);
  sheet.marks[place].focus({ preventScroll: true });
  sheet.marks[place].scrollIntoView({ block: "center" });
}

/** Goes to a place that is in view or near it. */
function step(place) {
  select(place);
  sheet.marks[place].focus({ preventScroll: true });
  sheet.marks[place].scrollIntoView({ block: "nearest" });
}

/** Makes a figure the one that the tab key comes to. */
function stop(place) {
  sheet.marks[sheet.stop]?.setAttribute("tabindex", -1);
  sheet.stop = place;
  sheet.marks[place]?.setAttribute("tabindex", 0);
}

/** The next figure that is shown in a direction, or the first or last. */
function neighbour(key, place) {
  const shown = sheet.shownPlaces;
  let low = 0;
  while (low < shown.length && shown[low] < place) low += 1;
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
      return shown[shown[low] === place ? low + 1 : low];
    case "ArrowLeft":
    case "ArrowUp":
      return shown[low - 1];
    case "Home":
      return shown[0];
    case "End":
      return shown.at(-1);
  }
}

function drawFigure() {
  const { place, id } = current;
  const chosen = place >= 0;
  $("figure").classList.toggle("empty", !chosen);
  if (!chosen) {
    underlay([]);
    const hint = sheet.records.length
      ? "Choose a figure in the text, or a record, to see what it says and why."
      : "No figures were found in this document.";
    return $("figure").replaceChildren(make("p", { class: "faint" }, hint));
  }
  const close = button({ id: "close" }, leave, "Close");
  const others = sheet.places[place].ids.filter((other) => other !== id);
  const drawn = [id, ...others.slice(0, TOGETHER)].map(drawRecord);
  const left = others.length - TOGETHER;
  if (others.length) {
    drawn.unshift(make("p", { class: "faint" }, `${others.length + 1} records over these words`));
  }
  if (left > 0) drawn.push(make("p", { class: "faint" }, `And ${left} more`));
  $("figure").replaceChildren(close, ...drawn);
  $("figure").scrollTop = 0;
  underlay(sheet.records[id].reasons);
}

/** Looks at no figure any more, and goes on in the text. */
function leave() {
  const { place } = current;
  sheet.marks[place]?.removeAttribute("aria-current");
  sheet.marks[place]?.focus({ preventScroll: true });
  current = { place: -1, id: -1 };
  markRow();
  drawFigure();
}

/** A record: what it says and why, then the rest of it. */
function drawRecord(id) {
  const { record, reasons, sentence } = sheet.records[id];
  const title = make("h2", {}, make("span", { class: `dot ${hue(record.metric)}` }));
  title.append(quote("bdi", { lang: "zh" }, record.text));
  const article = make("article", { "data-id": id }, title);
  article.append(quote("blockquote", { lang: "zh" }, sheet.sentences[sentence]));
  for (const check of sheet.failed.filter((check) => concerns(check, id))) {
    article.append(quote("p", { class: "wrong" }, check.message));
  }
  const rows = reasons.map(([name, value, rule, words]) => {
    const row = make("tr", {}, make("th", { scope: "row" }, name));
    row.append(make("td", {}, said(name, value)));
    const because = make("td", {});
    if (words) {
      const text = sheet.text.slice(...words);
      because.append(quoted({ class: "link", lang: "zh" }, () => reveal(words), text), " ");
    }
    because.append(make("span", { class: "faint" }, rule.replaceAll("-", " ")));
    row.append(because);
    return row;
  });
  const head = make("tr", {}, ...["what", "says", "because"].map((name) => make("th", { scope: "col" }, name)));
  article.append(make("table", {}, make("thead", { class: "unseen" }, head), make("tbody", {}, ...rows)));
  if (sheet.parts[id].length) {
    const parts = make("p", {}, "Parts: ");
    for (const part of sheet.parts[id]) parts.append(linkTo(part), " ");
    article.append(parts);
  }
  article.append(drawRest(record));
  return article;
}

function concerns(check, id) {
  return check.records.some((it) => it.id === id && numbers.get(it.doc) === sheet.number);
}

/** A value as it is shown. */
function said(name, value) {
  if (name === "part_of") return linkTo(Number(value));
  if (name === "time") {
    const [start, end] = value.split("/");
    if (start === end) value = start;
    else if (start && end) value = `${start} – ${end}`;
    else value = start ? `from ${start}` : `until ${end}`;
  }
  const element = make("bdi", {});
  value.split(/(?<=_)/).forEach((piece, number) => {
    if (number) element.append(make("wbr", {})); // a long name may break here
    write(element, piece);
  });
  return element;
}

function quoted(attributes, action, text) {
  const element = button(attributes, action);
  write(element, text);
  return element;
}

function linkTo(id) {
  const { record } = sheet.records[id];
  return quoted({ class: "link", lang: "zh", "data-record": id }, () => go(id), record.text);
}

/** All keys of a record. */
function drawRest(record) {
  const rows = Object.entries(record).map(([key, value]) => {
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    return make("tr", {}, make("th", { scope: "row" }, key), quote("td", {}, text));
  });
  return make("details", {}, make("summary", { class: "faint" }, "All keys"), make("table", {}, ...rows));
}

// Lists

/** The records that are shown, so many at a time. */
function drawRecords() {
  const ids = sheet.shownIds;
  const list = make("ol", {});
  const more = button({ class: "more" }, () => add(), "More");
  const add = () => {
    const from = list.childElementCount;
    for (const id of ids.slice(from, from + ROWS)) list.append(make("li", {}, drawRow(id)));
    more.hidden = list.childElementCount === ids.length;
    if (from) list.children[from].firstChild.focus();
  };
  add();
  const none = ids.length ? [] : [make("p", { class: "faint" }, "No figure is like that.")];
  $("records").replaceChildren(list, more, ...none);
  $("records").scrollTop = 0;
  list.querySelector("button")?.setAttribute("tabindex", 0);
  markRow();
}

function drawRow(id) {
  const { record } = sheet.records[id];
  const row = button({ class: "row", tabindex: -1, "data-record": id }, () => go(id));
  row.append(make("span", { class: `dot ${hue(record.metric)}` }));
  row.append(quote("bdi", { class: "amount", lang: "zh" }, record.text), " ");
  row.append(quote("bdi", {}, record.metric ?? record.subject ?? ""), make("br"));
  const about = [record.aspect, record.origin, record.place, record.time_end ?? record.time_start];
  row.append(quote("bdi", { class: "faint" }, about.filter((it) => it).join(" · ")));
  if (sheet.wrong.has(id)) row.append(" ", make("span", { class: "wrong small" }, "fails a check"));
  return row;
}

/** Marks the row of the figure that is looked at, where it is in the list. */
function markRow() {
  $("records").querySelector('[aria-current="true"]')?.removeAttribute("aria-current");
  const row = $("records").querySelector(`[data-record="${current.id}"]`);
  row?.setAttribute("aria-current", "true");
  row?.scrollIntoView({ block: "nearest" });
}

function drawChecks() {
  const { failed, checks } = sheet;
  const drawn = failed.map((check) => {
    const records = check.records.map(({ doc, id }) => {
      if (numbers.get(doc) === sheet.number) return linkTo(id);
      const other = () => {
        open(numbers.get(doc));
        go(id);
      };
      return quoted({ class: "link" }, other, `${doc}, figure ${id}`);
    });
    const title = `${check.kind.replaceAll("_", " ")}: ${check.left} against ${check.right}`;
    const message = quote("p", { lang: "zh" }, check.message);
    return make("div", { class: "check", role: "group", "aria-label": "Failed check" },
      make("p", { class: "wrong" }, title), message, ...records);
  });
  const count = (verdict) => checks.filter((check) => check.verdict === verdict).length;
  const rest = `${count("holds")} hold, ${count("partial")} are of some parts only, ${count("unread")} could not be read.`;
  const odd = sheet.diagnostics.map(({ message }) => quote("p", { class: "faint" }, `Odd: ${message}`));
  $("checks").replaceChildren(...drawn, make("p", { class: "faint" }, rest), ...odd);
  const tab = document.querySelector('#views [data-view="checks"]');
  tab.textContent = failed.length ? `Checks (${failed.length})` : "Checks";
  tab.setAttribute("aria-label", failed.length ? `Checks (${failed.length}) failed` : "Checks");
  tab.classList.toggle("wrong", failed.length > 0);
}

// Filters

/** Fills the choices with what the document has, the commonest first; keeps what was chosen. */
function drawChoices() {
  for (const name in CHOICES) {
    const counts = new Map();
    for (const { record } of sheet.records) {
      const value = record[name] ?? null;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const values = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a));
    const options = values.map((value) => quote("option", {}, `${value ?? CHOICES[name]} (${counts.get(value)})`));
    $(name).replaceChildren(make("option", {}, "all"), ...options);
    $(name).values = [undefined, ...values];
    if (!counts.has(wanted[name])) wanted[name] = undefined;
    $(name).selectedIndex = $(name).values.indexOf(wanted[name]);
  }
}

function fits(entry) {
  const { record } = entry;
  for (const name in CHOICES) {
    if (wanted[name] !== undefined && (record[name] ?? null) !== wanted[name]) return false;
  }
  if (!wanted.find) return true;
  entry.words ??= [record.text, record.metric, record.subject, record.place, sheet.sentences[entry.sentence]].join("\n").toLowerCase();
  return entry.words.includes(wanted.find);
}

/** Shows what is asked for. */
function filter() {
  sheet.shown = sheet.records.map(fits);
  sheet.shownIds = [...sheet.shown.keys()].filter((id) => sheet.shown[id]);
  sheet.shownPlaces = [];
  sheet.places.forEach(({ ids }, place) => {
    const shown = ids.some((id) => sheet.shown[id]);
    sheet.marks[place].classList.toggle("out", !shown);
    if (shown) sheet.shownPlaces.push(place);
  });
  if (!sheet.shownPlaces.includes(sheet.stop)) stop(sheet.shownPlaces[0] ?? -1);
  drawRecords();
  const [shown, all] = [sheet.shownIds.length, sheet.records.length];
  $("shown").textContent = shown === all ? `${all} figures` : `${shown} of ${all} figures`;
}

function choose() {
  for (const name in CHOICES) wanted[name] = $(name).values[$(name).selectedIndex];
  wanted.find = $("find").value.trim().toLowerCase();
  filter();
}

function clear() {
  for (const name in CHOICES) $(name).selectedIndex = 0;
  $("find").value = "";
  choose();
}

// Views

/** On a narrow screen one view is shown at a time; on a wide one, records or checks. */
const narrow = matchMedia("(max-width: 60rem)");

function show(view) {
  if (!narrow.matches && view !== "records" && view !== "checks") return;
  document.body.dataset.view = view;
  drawViews();
}

function drawViews() {
  let { view } = document.body.dataset;
  if (!narrow.matches && view !== "checks") view = "records";
  for (const tab of document.querySelectorAll("#views button")) {
    tab.setAttribute("aria-pressed", tab.dataset.view === view);
    if (tab.dataset.view === "documents") tab.hidden = heads.length < 2;
  }
}

function adapt() {
  $("filters").open = !narrow.matches;
  drawViews();
}

// Keys and clicks

const placeOf = (event) => Number(event.target.closest("mark")?.dataset.place ?? -1);

$("text").addEventListener("click", (event) => {
  const place = placeOf(event);
  if (place >= 0) step(place);
});

$("text").addEventListener("focusin", (event) => {
  const place = placeOf(event);
  if (place >= 0 && place !== current.place) step(place);
});

$("text").addEventListener("keydown", (event) => {
  const place = placeOf(event);
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape" && current.place >= 0) return leave();
  if (place >= 0 && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    select(place);
    return $("figure").focus();
  }
  const next = place >= 0 ? neighbour(event.key, place) : undefined;
  if (next === undefined) return;
  event.preventDefault();
  step(next);
});

$("figure").addEventListener("keydown", (event) => {
  if (event.key === "Escape" && current.place >= 0) go(current.id);
});

/** In a list the tab key comes to one row only, and arrow keys go from row to row. */
for (const list of [$("documents"), $("records")]) {
  list.addEventListener("keydown", (event) => {
    const row = event.target.closest("li");
    const next = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling }[event.key];
    if (!next) return;
    event.preventDefault();
    row.firstChild.setAttribute("tabindex", -1);
    next.firstChild.setAttribute("tabindex", 0);
    next.firstChild.focus();
  });
}

for (const name in CHOICES) $(name).addEventListener("change", choose);
$("find").addEventListener("input", choose);
$("clear").addEventListener("click", clear);
for (const tab of document.querySelectorAll("#views button")) {
  tab.addEventListener("click", () => show(tab.dataset.view));
}
narrow.addEventListener("change", adapt);

drawDocuments();
adapt();
if (heads.length) open(0);
else $("figure").append("There are no documents.");
