"""Records in a notebook."""

from html.parser import HTMLParser

from conftest import Bulletin

import tongbao

ALLOWED = {"div", "mark", "table", "thead", "tbody", "tr", "th", "td", "p"}


class Reader(HTMLParser):
    """Reads back what a browser would show."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.marks: list[str] = []
        self.titles: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert {name for name, _ in attributes} <= {"title", "style"}
        self.open.append(tag)
        if tag == "mark":
            self.marks.append("")
            self.titles.append(dict(attributes)["title"] or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "mark" in self.open:
            self.marks[-1] += data


def test_figures_are_marked() -> None:
    html = tongbao.extract("许昌市新增确诊病例58例。")._repr_html_()
    title = "确诊病例 · confirmed_cases · new · 58 例 · 许昌市"
    assert f'许昌市新增确诊病例<mark title="{title}">58例</mark>。' in html


def test_the_text_stands_as_it_is(bulletins: list[Bulletin], miner: tongbao.Miner) -> None:
    for bulletin in bulletins:
        records = bulletin.extract(miner)
        read = Reader(records._repr_html_())
        text = (records.text or "").replace("\r\n", "\n").replace("\0", "\ufffd")
        assert read.text.replace("\r\n", "\n").replace("\0", "\ufffd") == text
        for record in records:
            assert any(record["text"] in mark for mark in read.marks)


def test_hostile_text_is_shown_and_not_run(miner: tongbao.Miner) -> None:
    hostile = [
        "<script>alert(1)</script>新增确诊病例58例",
        '新增"onmouseover="alert(1)确诊病例58例</mark><img src=x onerror=alert(1)>',
        "新增<b>病例5&lt;8例</b>&amp;&#60;script&#62;死亡3例",
        "'\"><svg/onload=alert(1)>车辆3'\"><辆，<3例>，]]><!--5例-->7例",
    ]
    for text in hostile:
        records = miner.extract(text, id='<i title="x">')
        assert Reader(records._repr_html_()).text == text
        table = miner.extract_table([{"text": text, "id": '<i title="x">'}])
        read = Reader(table._repr_html_())
        assert '<i title="x">' in read.text
        assert all(record["text"] in read.text for record in table)


def test_a_table_shows_the_first_records() -> None:
    table = tongbao.extract_table(["新增1例。"] * 100)
    html = table._repr_html_()
    assert html.count("<tr>") == 61
    assert "60 of 100 records" in html
