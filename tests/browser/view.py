"""The page of `tongbao view` in a browser, used as its readers use it.

python3 tests/browser/view.py TONGBAO [--shots FOLDER] [unittest arguments]

Needs playwright (PyPI) and a Chromium (/usr/bin/chromium, or the one that CHROMIUM names). With
--shots, pictures of the page are left in FOLDER, light and dark, wide and narrow.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
BULLETINS = ROOT / "fixtures" / "bulletins"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")

# Two sums are wrong: 5 is not 3 and 1, and the cumulative figure falls from one day to the next.
WRONG = """\
😀长春市通报

截至5月8日24时，全市累计报告本土确诊病例120例。5月8日新增本土确诊病例5例（南关区3例、宽城区1例），新增无症状感染者7例。
"""
LATER = "截至5月9日24时，全市累计报告本土确诊病例118例。"
# One figure that is two records, one that is two places, and a zero over a list.
OVERLAPPING = """\
31个省（自治区、直辖市）报告新增确诊病例9例，均为境外输入病例。无新增死亡病例和疑似病例。河北省、广东省各新增1例。
"""
EMOJI = "😀𠮷区👨‍👩‍👧新增确诊病例58例🎉，其中é́重症3例；𠮷𠮷累计治愈出院100例。"
HOSTILE = """\
</script><script>alert(1);document.title='run'</script><img src=https://example.invalid/x onerror=alert(2)>
<!--<script> =cmd()|' /C calc'!A0 \u2028\u2029 😀 \u0301\u0301 {script} {style} <!-- documents -->
\u202e新增确诊病例58例\u202c 其中\u2067重症3例\u2069 <b>新增无症状感染者9例</b> &lt;i&gt; javascript:alert(3) ]]>
"""
HOSTILE_ID = "\u202e</script><script>alert(4)</script><img src=x onerror=alert(5)>"


def write(tool, folder, documents, name="page.html"):
    """Makes a page of (id, text) or (id, text, published)."""
    keys = ("id", "text", "published")
    lines = [json.dumps({"place": "长春市", **dict(zip(keys, it))}) for it in documents]
    page = Path(folder) / name
    command = [tool, "view", "--input-format", "jsonl", "-o", page]
    subprocess.run(command, input="\n".join(lines), text=True, encoding="utf-8", check=True)
    return page


def bulletin(name):
    return name, (BULLETINS / f"{name}.txt").read_text(encoding="utf-8"), "2022-05-09"


class View(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.play = sync_playwright().start()
        cls.browser = cls.play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.play.stop()
        cls.folder.cleanup()

    def open(self, *documents, width=1280, height=800, dark=False):
        """A page in the browser, and what it did that it must not do."""
        path = write(TOOL, self.folder.name, documents)
        scheme = "dark" if dark else "light"
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme
        )
        self.addCleanup(context.close)
        context.set_default_timeout(5000)
        page = context.new_page()
        self.done = []
        page.on("dialog", lambda dialog: (self.done.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: self.done.append(message.text))
        page.on("pageerror", lambda error: self.done.append(str(error)))
        page.on("request", lambda request: self.done.append(request.url))
        page.on("popup", lambda popup: self.done.append("popup"))
        url = path.as_uri()
        page.goto(url)
        self.assertEqual(self.done, [url])
        return page

    def tearDown(self):
        self.assertEqual(len(getattr(self, "done", [""])), 1, getattr(self, "done", ""))

    def text(self, page):
        return page.evaluate("document.getElementById('text').textContent")

    def focused(self, page):
        return page.evaluate("document.activeElement.textContent")

    def shown(self, page):
        return page.locator("#text mark:not(.out)").all_text_contents()

    def spoken(self, page):
        return page.locator("#said").text_content()

    def assert_marked(self, page, text):
        """Every record's text is what is highlighted, and the text is whole."""
        self.assertEqual(self.text(page), text)
        records = page.evaluate(
            """sheet.records.map(({record}, id) => {
                const marks = sheet.places.flatMap(
                    ({ids}, place) => ids.includes(id) ? [sheet.marks[place].textContent] : []);
                return [record.text, marks.join(""), record.char_start, record.char_end];
            })"""
        )
        self.assertTrue(records)
        for said, marked, start, end in records:
            self.assertEqual(said, marked)
            self.assertEqual(said, text[start:end])

    def test_highlights_stand_on_the_right_characters(self):
        documents = [bulletin(name) for name in ("trad", "pinyin", "city-notice", "newspaper")]
        documents += [("emoji", EMOJI), ("overlapping", OVERLAPPING), ("breaks", "新增\r\n5\n8例\n\n")]
        page = self.open(*documents)
        for number, (name, text, *_) in enumerate(documents):
            with self.subTest(name):
                page.locator("#documents button").nth(number).click()
                self.assert_marked(page, text)

    def test_words_of_reasons_stand_on_the_right_characters(self):
        page = self.open(("emoji", EMOJI))
        page.locator("mark", has_text="100例").click()
        words = page.evaluate("[...CSS.highlights.get('because')].map(String)")
        self.assertIn("累计", "".join(words))
        because = page.locator("#figure tr", has=page.locator("th", has_text="aspect"))
        because.locator(".link", has_text="累计").click()

    def test_a_figure_shows_its_record_and_why(self):
        page = self.open(("wrong", WRONG, "2022-05-09"))
        page.locator("mark", has_text="3例").click()
        figure = page.locator("#figure")
        self.assertEqual(figure.locator("h2").text_content(), "3例")
        rows = dict(row.split("\t", 1) for row in figure.locator("tbody").first.inner_text().split("\n"))
        self.assertIn("confirmed_cases", rows["metric"])
        self.assertIn("aspect word", rows["aspect"])
        self.assertIn("南关区", rows["place"])
        figure.locator("tr", has_text="part_of").locator(".link").click()
        self.assertEqual(figure.locator("h2").text_content(), "5例")
        self.assertEqual(self.focused(page), "5例")
        figure.get_by_text("All keys").click()
        self.assertIn("char_start", figure.inner_text())

    def test_records_over_the_same_words(self):
        page = self.open(("overlapping", OVERLAPPING))
        page.locator("mark", has_text="9例").click()
        self.assertEqual(page.locator("#figure article").count(), 2)
        page.locator("mark", has_text="1例").last.click()
        self.assertEqual(page.locator("#figure article h2").all_text_contents(), ["1例", "1例"])
        rows = page.locator("#records .row", has_text="广东省")
        rows.first.click()
        self.assertIn("广东省", page.locator("#figure article").first.inner_text())
        self.assertIn("广东省", self.spoken(page))

    def test_hostile_text_does_nothing(self):
        page = self.open((HOSTILE_ID, HOSTILE), ("other", HOSTILE))
        self.assert_marked(page, HOSTILE)
        for mark in page.locator("mark").all():
            mark.click()
        for summary in page.locator("#figure summary").all():
            summary.click()
        page.locator("#find").fill("<script>")
        page.locator("#documents button").nth(1).click()
        self.assertEqual(page.locator("img, iframe, b, object, embed, a, form").count(), 0)
        self.assertEqual(page.title(), "other – tongbao")
        self.assertEqual(page.locator("script:not([type])").count(), 1)
        self.assertIn(HOSTILE_ID, page.locator("#documents").text_content())

    def test_turned_text_is_shown_and_turns_nothing(self):
        page = self.open(("turned", "\u202e新增确诊病例58例\u202c，新增死亡3例。"))
        left = [page.locator("mark").nth(at).bounding_box()["x"] for at in (0, 1)]
        self.assertLess(*left)
        self.assertEqual(page.locator("#text .control").first.get_attribute("title"), "U+202E")

    def test_nothing_but_its_own_script_may_run(self):
        page = self.open(("a", WRONG))
        server = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(server.close)
        server.setblocking(False)
        page.evaluate(
            """(port) => {
                const script = document.createElement("script");
                script.textContent = "window.ran = true";
                document.body.append(script);
                const style = document.createElement("style");
                style.textContent = "body { --ran: 1 }";
                document.body.append(style);
                new Image().src = `http://127.0.0.1:${port}/`;
            }""",
            server.getsockname()[1],
        )
        page.wait_for_timeout(200)
        ran = "window.ran || getComputedStyle(document.body).getPropertyValue('--ran') || false"
        self.assertFalse(page.evaluate(ran))
        refused = [said for said in self.done if "Content Security Policy" in said]
        self.assertEqual(len(refused), 3, self.done)
        with self.assertRaises(BlockingIOError):
            server.accept()
        del self.done[1:]

    def test_keys(self):
        page = self.open(("wrong", WRONG, "2022-05-09"))
        press = page.keyboard.press
        page.locator("#clear").focus()
        for _ in range(3):  # past records and checks
            press("Tab")
        self.assertEqual(self.focused(page), "120例")
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        self.assertEqual(page.evaluate(outline), "solid")
        self.assertIn("120例: confirmed_cases, cumulative", self.spoken(page))
        self.assertIn("1 of 5", self.spoken(page))
        for key, text in [
            ("ArrowRight", "5例"), ("ArrowDown", "3例"), ("ArrowLeft", "5例"), ("ArrowUp", "120例"),
            ("ArrowUp", "120例"), ("End", "7例"), ("ArrowRight", "7例"), ("Home", "120例"),
        ]:
            press(key)
            self.assertEqual(self.focused(page), text, key)
            self.assertEqual(page.locator("#figure h2").text_content(), text)
        press("End")
        press("Enter")
        self.assertEqual(page.evaluate("document.activeElement.id"), "figure")
        press("Escape")
        self.assertEqual(self.focused(page), "7例")
        press("Tab")
        self.assertEqual(page.locator("#records .row").nth(0).evaluate("it => it === document.activeElement"), True)
        press("ArrowDown")
        self.assertIn("5例", self.focused(page))
        press("Enter")
        self.assertEqual(self.focused(page), "5例")
        press("Escape")
        self.assertEqual(page.locator("[aria-current=true]:not(.row)").count(), 0)
        stops = page.locator("#text [tabindex='0'], #records [tabindex='0']")
        self.assertEqual(stops.count(), 2)

    def test_names_and_roles(self):
        page = self.open(("wrong", WRONG), ("later", LATER))
        for role, name in [
            ("main", "Text"), ("navigation", "Documents"), ("complementary", "Figure"),
            ("search", "Figures"), ("combobox", "Metric"), ("combobox", "Aspect"),
            ("combobox", "Place"), ("searchbox", "Find"), ("button", "Clear"),
            ("region", "Records"), ("button", "120例"),
        ]:
            self.assertGreater(page.get_by_role(role, name=name).count(), 0, (role, name))
        self.assertEqual(page.locator("[role=status]").count(), 2)
        unnamed = """[...document.querySelectorAll("button, select, input")]
            .filter((it) => !it.hidden && !it.textContent.trim() && !it.labels?.length).length"""
        self.assertEqual(page.evaluate(unnamed), 0)

    def test_a_record_leads_to_its_text(self):
        text = "\n".join(f"某日第一段。{'说明' * 90}。新增确诊病例{number}例。" for number in range(2, 300))
        for width in (1280, 390):
            page = self.open(("long", text), width=width)
            if width == 390:
                page.locator("#views button", has_text="Records").click()
            page.locator("#records .more").click()
            page.locator("#records .row", has_text="290例").click()
            mark = page.locator("mark", has_text="290例")
            box, view = mark.bounding_box(), page.locator("#text").bounding_box()
            self.assertEqual(self.focused(page), "290例")
            self.assertGreater(box["y"], view["y"])
            self.assertLess(box["y"] + box["height"], view["y"] + view["height"])

    def test_words_far_away_are_brought_into_view(self):
        text = "\n".join(f"{'说明' * 90}{number}。" for number in range(300)) + "新增确诊病例58例。"
        page = self.open(("long", text))
        for at in (0, 27_000, len(text) - 12, 100):
            box = page.evaluate(
                """(at) => {
                    reveal([at, at + 3]);
                    const box = range([at, at + 3]).getBoundingClientRect();
                    return [box.top, box.bottom, String(range([at, at + 3]))];
                }""",
                at,
            )
            self.assertEqual(box[2], text[at : at + 3])
            self.assertGreater(box[0], 45)
            self.assertLess(box[1], 800)

    def test_filters(self):
        page = self.open(("wrong", WRONG), ("later", LATER))
        everything = self.shown(page)
        self.assertEqual(len(everything), 5)
        count = page.locator("#shown")
        self.assertEqual(count.text_content(), "5 figures")

        def choose(name, start):
            options = page.locator(f"#{name} option").all_text_contents()
            at = next(at for at, option in enumerate(options) if option.startswith(start))
            page.locator(f"#{name}").select_option(index=at)

        choose("metric", "asymptomatic_cases")
        self.assertEqual(self.shown(page), ["7例"])
        self.assertEqual(count.text_content(), "1 of 5 figures")
        self.assertEqual(page.locator("#records .row").count(), 1)
        choose("aspect", "cumulative")
        self.assertEqual(self.shown(page), [])
        self.assertIn("No figure", page.locator("#records").text_content())
        page.locator("#clear").click()
        self.assertEqual(self.shown(page), everything)
        choose("place", "南关区")
        self.assertEqual(self.shown(page), ["3例"])
        page.locator("#clear").click()
        page.locator("#find").fill("无症状感染者")
        self.assertIn("7例", self.shown(page))
        page.locator("#find").fill("120")
        page.locator("#find").press("Enter")
        self.assertEqual(self.shown(page), ["120例"])
        page.locator("mark", has_text="120例").click()
        page.keyboard.press("ArrowRight")
        self.assertEqual(self.focused(page), "120例")

    def test_failed_checks(self):
        page = self.open(("wrong", WRONG, "2022-05-09"), ("later", LATER, "2022-05-10"))
        tab = page.locator("#views button", has_text="Checks")
        self.assertEqual(tab.text_content(), "Checks (2)")
        self.assertIn("2 failed", page.locator("#documents").text_content())
        failed = page.locator("mark.failed").all_text_contents()
        self.assertEqual(failed, ["120例", "5例", "3例", "1例"])
        tab.click()
        checks = page.locator("#checks .check")
        self.assertEqual(checks.count(), 2)
        self.assertIn("parts sum: 4 against 5", checks.first.inner_text())
        self.assertEqual(checks.first.locator(".link").all_text_contents(), ["5例", "3例", "1例"])
        color = checks.first.locator("p").first.evaluate("it => getComputedStyle(it).color")
        self.assertEqual(color, "rgb(179, 21, 29)")
        checks.first.locator(".link", has_text="1例").click()
        self.assertEqual(self.focused(page), "1例")
        self.assertIn("fails a check", self.spoken(page))
        self.assertGreater(page.locator("#figure .wrong").count(), 0)
        checks.nth(1).locator(".link", has_text="later").click()
        self.assertEqual(self.focused(page), "118例")
        self.assertEqual(page.title(), "later – tongbao")

    def test_narrow_screen(self):
        page = self.open(("wrong", WRONG), ("later", LATER), width=390, height=780)
        self.assertFalse(page.locator("#figure").is_visible())
        mark = page.locator("mark", has_text="3例")
        mark.click()
        self.assertTrue(page.locator("#figure").is_visible())
        box, above = mark.bounding_box(), page.locator("#figure").bounding_box()
        self.assertLess(box["y"] + box["height"], above["y"])
        page.locator("#close").click()
        self.assertFalse(page.locator("#figure").is_visible())
        self.assertEqual(self.focused(page), "3例")
        page.locator("#views button", has_text="Documents").click()
        page.locator("#documents button").nth(1).click()
        self.assertTrue(page.locator("mark", has_text="118例").is_visible())
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        self.assertFalse(page.evaluate(wide))

    def test_no_documents_and_no_figures(self):
        page = self.open()
        self.assertIn("no documents", page.locator("#figure").inner_text())
        page = self.open(("empty", ""), ("dull", "今天天气很好。"))
        page.locator("#documents button").nth(1).click()
        self.assertEqual(self.text(page), "今天天气很好。")

    def test_long_documents(self):
        sentence = "5月8日新增确诊病例{}例（南关区3例、宽城区1例），新增无症状感染者7例，采样2.5万人次。\n"
        text = "".join(sentence.format(number % 900 + 2) for number in range(4000))
        flat = text.replace("\n", "")
        for name, text in (("lines", text), ("flat", flat)):
            page = self.open((name, text))
            self.assertEqual(page.evaluate("sheet.records.length"), 20_000)
            for work in (
                "open(0)", "go(15000)", "$('find').value = '南关'; choose()", "clear()", "go(19999)"
            ):
                begun = time.monotonic()
                page.evaluate(f"() => {{ {work}; document.body.offsetHeight; }}")
                took = time.monotonic() - begun
                print(f"  {name}: {work}: {took:.2f} s", file=sys.stderr)
                self.assertLess(took, 5.0, (name, work))


def pictures(folder):
    """Pictures of the page as it is looked at."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    names = ("city-daily", "city-notice", "newspaper", "trad", "pinyin")
    documents = [("长春市5月8日", WRONG, "2022-05-09"), *map(bulletin, names)]
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as play:
        url = write(TOOL, temporary, documents).as_uri()
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            for size, (width, height) in {"wide": (1440, 900), "narrow": (390, 844)}.items():
                page = browser.new_page(
                    viewport={"width": width, "height": height}, color_scheme=scheme
                )
                page.goto(url)
                shot = lambda name: page.screenshot(path=f"{folder}/{scheme}-{size}-{name}.png")
                page.locator("mark").nth(2).click()
                shot("figure")
                page.locator("#views button", has_text="Checks").click()
                shot("checks")
                page.evaluate("open(2); show('text')")
                page.locator("mark").nth(9).click()
                shot("notice")
                if size == "narrow":
                    page.evaluate("open(1); $('filters').open = true")
                    shot("filters")
                    page.evaluate("$('filters').open = false; show('records')")
                    shot("records")
                page.close()
        browser.close()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if not arguments:
        sys.exit(__doc__)
    TOOL = os.path.abspath(arguments.pop(0))
    if not os.path.exists(CHROMIUM):
        sys.exit(f"no browser at {CHROMIUM}: install chromium, or name one by CHROMIUM")
    if arguments[:1] == ["--shots"]:
        pictures(arguments[1])
    else:
        unittest.main(argv=[sys.argv[0], *arguments])
