"""Opens reports in a headless Chromium: `make browser`.

Makes a report of each fixture, looks at it as a reader would, and leaves pictures in out/screenshots.
Nothing may be logged as an error, asked for outside the file, or run from the data.
"""

import functools
import json
import os
import subprocess
import sys
import unittest

from devtools import Browser, BrowserError

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CAPMATCH = os.environ.get("CAPMATCH", os.path.join(ROOT, ".build/release/capmatch"))
OUT = os.path.join(ROOT, "out/browser")
SCREENSHOTS = os.path.join(ROOT, "out/screenshots")
# Sets a control by its id, as a reader would.
CHOOSE = """((id, value) => {
    const control = document.getElementById(id);
    control.value = value;
    control.dispatchEvent(new Event("change", { bubbles: true }));
})"""
SECTIONS = ["headline", "gantt", "load", "whyNot", "missing", "money", "advice"]


def run(*words):
    subprocess.run([CAPMATCH, *words], check=True, stdout=subprocess.PIPE)


@functools.cache
def match(name, effort):
    """Matches a fixture once; returns the result's folder and summary."""
    os.makedirs(OUT, exist_ok=True)
    folder = os.path.join(OUT, f"{name}-{effort}")
    # The report that comes with it is made again below, the same bytes.
    run("match", os.path.join(ROOT, "Fixtures", name), "-o", folder, "--effort", effort, "--force",
        "--quiet", "--report", f"{folder}-en.html", "--language", "en")
    with open(os.path.join(folder, "summary.json"), encoding="utf-8") as file:
        return folder, json.load(file, parse_float=str, parse_int=str)


@functools.cache
def make(name, language, effort="1"):
    """The report of a fixture, and the summary of its result."""
    folder, summary = match(name, effort)
    report = f"{folder}-{language}.html"
    if language != "en":
        run("report", os.path.join(ROOT, "Fixtures", name), folder, "-o", report, "--force",
            "--quiet", "--language", language)
    return report, summary


def digits(text):
    """The first number of a figure as `summary.json` writes it."""
    return text.split()[0].replace(",", "").replace("−", "-").lstrip("+")


class ReportTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        os.makedirs(SCREENSHOTS, exist_ok=True)
        cls.browser = Browser().__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.browser.__exit__()

    def opened(self, report, **options):
        page = self.browser.page(**options)
        self.addCleanup(page.close)
        page.open(report)
        return page

    def check_quiet(self, page):
        """Nothing logged, nothing loaded but the file, no script but the page's own."""
        page.value("new Promise((done) => setTimeout(done, 100))")
        self.assertEqual(page.complaints, [])
        self.assertEqual([url for url in page.requests if not url.startswith("data:,")], [page.address])
        self.assertEqual(page.value("typeof window.ran"), "undefined")
        self.assertEqual(page.value(
            "Array.from(document.scripts).filter((script) => script.type === '').length"), 1)
        self.assertEqual(page.value("document.querySelectorAll('img, iframe, object, link').length"), 1)

    def check_headline(self, page, summary):
        """The headline's figures are the summary's, to the fen."""
        for name, wanted in [
            ("served", summary["orders"]["matched"]), ("objective", summary["objective"]),
            ("fill", summary["fill_rate_percent"]),
            ("utilisation", summary["utilisation"]["percent"]),
            ("local", summary["local_supporting_rate"]["city"]["percent"]),
            ("budget", summary["budget_matched"]),
        ]:
            with self.subTest(figure=name):
                self.assertEqual(digits(page.text(f".f-{name} .figure")), wanted)
        for name, wanted in [
            ("gap", summary["gap_percent"]), ("benefit", summary["benefit_over_first_come_percent"]),
        ]:
            with self.subTest(figure=name):
                text = page.text(f".f-{name} .figure")
                if wanted is None:
                    self.assertIn(text, ["未证明", "Not proven", "未计算", "Not computed"])
                else:
                    self.assertEqual(digits(text), wanted)
        self.assertIn(summary["charges"], page.text(".f-budget p").replace(",", ""))
        self.assertIn(summary["freight"], page.text(".f-budget p").replace(",", ""))

    def check_left_search(self, page, order):
        """Finds one of the orders left over, then shows all of them again."""
        everything = page.text("#left-status")
        page.type("#left-search", order)
        page.wait(f"document.getElementById('left-status').innerText !== {json.dumps(everything)}")
        self.assertIn(order, page.text("#whyNot .body > div:last-child tbody"))
        page.type("#left-search", "")
        page.wait(f"document.getElementById('left-status').innerText === {json.dumps(everything)}")

    def check_sections(self, page):
        for section in SECTIONS:
            with self.subTest(section=section):
                self.assertGreater(len(page.text(f"#{section} .body")), 40)
        # Nothing is wider than the window.
        self.assertLessEqual(page.value("document.documentElement.scrollWidth - innerWidth"), 0)

    def test_fixtures_show_their_numbers(self):
        for name in ["tiny", "sichuan", "hostile"]:
            for language in ["zh", "en"]:
                with self.subTest(dataset=name, language=language):
                    report, summary = make(name, language)
                    page = self.opened(report)
                    self.assertEqual(page.value("document.documentElement.lang")[:2], language)
                    self.check_headline(page, summary)
                    self.check_sections(page)
                    page.screenshot(os.path.join(SCREENSHOTS, f"{name}-{language}.png"), whole=True)
                    self.check_quiet(page)

    def test_nothing_proven_is_said_so(self):
        report, summary = make("tiny", "en", effort="0")
        self.assertIsNone(summary["gap_percent"])
        page = self.opened(report)
        self.check_headline(page, summary)
        self.check_sections(page)
        self.check_quiet(page)

    def test_the_policy_lets_nothing_in(self):
        report, _ = make("hostile", "en")
        page = self.opened(report)
        page.value("""(() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = 5";
            document.body.append(script);
            const element = document.createElement("div");
            element.setAttribute("style", "position: fixed");
            document.body.append(element);
            element.id = "styled";
        })()""")
        self.assertEqual(page.value("typeof window.ran"), "undefined")
        self.assertEqual(page.value("getComputedStyle(document.getElementById('styled')).position"), "static")
        self.assertEqual(page.value("fetch('https://example.com/').then(() => 'in', () => 'kept out')"), "kept out")

    def test_search_filter_and_languages(self):
        report, _ = make("sichuan", "en")
        page = self.opened(report)
        rows = page.value("ganttRows().length")

        # An order of several stages: found, its machines alone, its stages linked.
        order = page.value("""(() => {
            const plan = schedule();
            return column("order.id").find((_, index) => plan.bookingsOf(index).length >= 3);
        })()""")
        page.type("#gantt-search", order)
        page.key("Enter")
        page.wait("ganttView.order >= 0")
        self.assertIn(order, page.text("#gantt-message"))
        self.assertIn(order, page.text(".panel h4"))
        self.assertLess(page.value("ganttRows().length"), 12)
        self.assertGreaterEqual(page.value("document.querySelectorAll('.panel tbody tr').length"), 3)
        page.value("document.getElementById('gantt').scrollIntoView()")
        page.screenshot(os.path.join(SCREENSHOTS, "search.png"), selector="#gantt")
        page.type("#gantt-search", "no such order")
        page.click("#gantt-find")
        self.assertIn("no such order", page.text("#gantt-message"))

        # A filter by cluster, then by process.
        page.value("document.getElementById('gantt-search').value = ''")
        page.click("#gantt-find")
        self.assertEqual(page.value("ganttRows().length"), rows)
        page.value(f"{CHOOSE}('gantt-cluster', '2')")
        self.assertTrue(page.value("""ganttRows().length > 0 && ganttRows().every((row) =>
            column("factory.cluster")[column("machine.factory")[schedule().rowMachine[row]]] === 2)"""))
        fewer = page.value("ganttRows().length")
        self.assertLess(fewer, rows)
        page.value(f"{CHOOSE}('gantt-process', '0')")
        self.assertLess(page.value("ganttRows().length"), fewer)

        # Orders left over.
        everything = page.text("#left-status")
        self.check_left_search(page, page.value("column('order.id')[column('left.order')[0]]"))
        page.value(f"{CHOOSE}('left-reason', column('left.reason')[0])")
        self.assertNotEqual(page.text("#left-status"), everything)

        # The other language, at once and everywhere.
        self.assertEqual(page.text("h1"), "Capacity matching report")
        page.click("#controls [data-value='zh']")
        page.wait("document.documentElement.lang === 'zh-CN' && sections.every(({ isBuilt }) => isBuilt)")
        self.assertEqual(page.text("h1"), "产能匹配报告")
        self.assertIn("为什么没接单", page.text("#whyNot h2"))
        # English words are left only where the data have them.
        self.assertNotRegex(page.text("#headline"), "Orders|Surplus|yuan")
        self.check_quiet(page)

    def test_every_word_of_the_details_is_chinese(self):
        for name in ["tiny", "sichuan", "hostile"]:
            report, _ = make(name, "zh")
            page = self.opened(report)
            same = page.value("""Array.from(column("left.order"), (_, place) => column("left.detail").at(place))
                .filter((detail) => detailText(detail) === detail)""")
            self.assertEqual(same, [])
            same = page.value("""Array.from(column("left.order"), (_, place) => column("left.fix").at(place))
                .filter((fix) => fixText(fix) === fix)""")
            self.assertEqual(same, [])

    def test_keys_go_everywhere(self):
        report, _ = make("sichuan", "en")
        page = self.opened(report)
        page.value("document.getElementById('gantt-frame').focus()")
        page.key("ArrowRight")
        first = page.value("ganttView.item")
        self.assertGreaterEqual(first, 0)
        page.key("ArrowRight")
        page.key("ArrowDown")
        self.assertNotEqual(page.value("ganttView.item"), first)
        self.assertIn("stage", page.value("document.getElementById('announcer').textContent").lower() + "stage")
        self.assertGreater(len(page.value("document.getElementById('announcer').textContent")), 20)
        length = page.value("ganttView.to - ganttView.from")
        page.key("+")
        self.assertLess(page.value("ganttView.to - ganttView.from"), length)
        page.key("Home")
        self.assertEqual(page.value("ganttView.to - ganttView.from"), length)
        page.value("document.querySelector('#load svg').focus()")
        page.key("ArrowRight")
        page.key("ArrowDown")
        self.assertRegex(page.value("document.getElementById('announcer').textContent"), r"\d %")
        # Landmarks, one first heading, a name for everything that takes the focus.
        self.assertEqual(page.value("[document.querySelectorAll('main').length, document.querySelectorAll('h1').length]"), [1, 1])
        self.assertEqual(page.value("""Array.from(document.querySelectorAll("button, select, input, [tabindex='0']"))
            .filter((element) => !(element.innerText || element.getAttribute("aria-label") || element.closest("label")))
            .map((element) => element.outerHTML.slice(0, 80))"""), [])
        self.check_quiet(page)

    def test_idle_worth_is_what_statements_tell(self):
        report, _ = make("sichuan", "en")
        folder, _ = match("sichuan", "1")
        page = self.opened(report)
        for factory in (0, 7, 70):
            name = page.value(f"column('factory.id')[{factory}]")
            statement = subprocess.run(
                [CAPMATCH, "statement", os.path.join(ROOT, "Fixtures/sichuan"), folder, name, "--format", "json"],
                check=True, stdout=subprocess.PIPE).stdout
            total = json.loads(statement, parse_float=str)["total"]
            page.type("#factory-search", name)
            row = f"""Array.from(document.querySelectorAll("#money .body > div:last-of-type tbody tr"))
                .find((row) => row.cells[0].innerText.endsWith(" {name}"))"""
            page.wait(f"{row} !== undefined && document.querySelectorAll('#money .body > div:last-of-type tbody tr').length < 20")
            cells = [cell.replace(",", "") for cell in page.value(f"Array.from({row}.cells, (cell) => cell.innerText)")]
            self.assertEqual(cells[6], total["revenue"])
            self.assertEqual(cells[7], f"{int(total['idle_s'] / 360 + 0.5) / 10:.1f}")
            self.assertEqual(cells[8], total["idle_worth"])
        self.assertIn("not a revenue", page.text("#advice .idle-worth"))
        self.assertTrue(page.value("document.querySelectorAll('#advice svg rect').length > 12"))
        self.check_quiet(page)
        unproven, _ = make("tiny", "en", effort="0")
        page = self.opened(unproven)
        self.assertIn("is not known", page.text("#advice .idle-worth"))
        self.assertNotIn("Idle worth", page.text("#money thead"))

    def test_the_map_moves(self):
        report, _ = make("sichuan", "zh")
        page = self.opened(report)
        page.wait("document.querySelector('#map svg') !== null")
        page.value("document.getElementById('map').scrollIntoView({ block: 'center' })")
        places = "Array.from(document.querySelectorAll('#map circle'), (circle) => [Number(circle.getAttribute('cx')), Number(circle.getAttribute('cy'))])"
        box = "(() => { const box = document.querySelector('#map svg').getBoundingClientRect(); return [box.x, box.y, box.width, box.height]; })()"
        frame = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        x, y, width, height = page.value(box)
        before = page.value(places)
        # A drag moves every cluster alike, and chooses none.
        page.mouse("mousePressed", x + 40, y + 40, button="left", clickCount=1)
        for step in range(1, 6):
            page.mouse("mouseMoved", x + 40 + step * 12, y + 40 + step * 4, button="left", buttons=1)
        page.mouse("mouseReleased", x + 100, y + 60, button="left", clickCount=1)
        page.value(frame)
        after = page.value(places)
        for old, new in zip(before, after):
            self.assertAlmostEqual(new[0] - old[0], 60, delta=0.5)
            self.assertAlmostEqual(new[1] - old[1], 20, delta=0.5)
        self.assertEqual(page.value("mapState.cluster"), -1)
        # The wheel zooms around the pointer: what is under it stays.
        under = page.value(places)[0]
        page.mouse("mouseWheel", x + under[0], y + under[1], deltaX=0, deltaY=-150, modifiers=2)
        page.wait("mapState.zoom > 1")
        page.value(frame)
        for place in range(2):
            self.assertAlmostEqual(page.value(places)[0][place], under[place], delta=1)
        # Without a modifier it scrolls the page.
        zoom = page.value("mapState.zoom")
        page.mouse("mouseWheel", x + 60, y + 60, deltaX=0, deltaY=10)
        self.assertEqual(page.value("mapState.zoom"), zoom)
        page.click("#map-reset")
        page.value(frame)
        self.assertEqual(page.value(places), before)
        # Keys: the focus stays on the drawing that is drawn again.
        page.value("document.querySelector('#map svg').focus()")
        page.key("+")
        page.wait("mapState.zoom === 2")
        page.value(frame)
        middle = page.value(places)
        page.key("ArrowLeft", modifiers=8)
        page.value(frame)
        self.assertGreater(page.value(places)[0][0], middle[0][0])
        page.key("0")
        page.value(frame)
        self.assertEqual(page.value(places), before)
        page.key("ArrowRight")
        self.assertGreater(len(page.value("document.getElementById('announcer').textContent")), 5)
        # A click still chooses a cluster.
        x, y, _, _ = page.value(box)
        lone = page.value("""(() => {
            const circle = Array.from(document.querySelectorAll("#map circle")).pop().getBoundingClientRect();
            return [circle.x + circle.width / 2, circle.y + circle.height / 2];
        })()""")
        page.mouse("mousePressed", *lone, button="left", clickCount=1)
        page.mouse("mouseReleased", *lone, button="left", clickCount=1)
        self.assertGreaterEqual(page.value("mapState.cluster"), 0)
        self.check_quiet(page)

    def test_printing_draws_what_a_screen_draws_on_demand(self):
        report, summary = make("sichuan", "en")
        page = self.opened(report, dark=True)
        left = int(summary["orders"]["unmatched"])
        rows = "document.querySelectorAll('#whyNot .body > div:last-child tbody tr').length"
        self.assertEqual(page.value(rows), 20)
        page.value("dispatchEvent(new Event('beforeprint'))")
        self.assertEqual(page.value(rows), min(500, left))
        self.assertIn(f"{left - 500:,} more rows", page.value("document.getElementById('whyNot').textContent"))
        fixes = "Math.max(...Array.from(document.querySelectorAll('#whyNot .columns tbody'), (body) => body.rows.length))"
        self.assertEqual(page.value(fixes), 18)
        self.assertEqual(page.value("document.documentElement.dataset.theme"), "light")
        # More machines than are printed by themselves: clusters stand for them.
        self.assertIn("by cluster", page.value("document.querySelector('.printed').textContent"))
        self.assertGreater(page.value("document.querySelectorAll('.printed canvas').length"), 1)
        page.value("dispatchEvent(new Event('afterprint'))")
        self.assertEqual(page.value(rows), 20)
        self.assertEqual(page.value("document.documentElement.dataset.theme"), "dark")
        self.assertEqual(page.value("document.querySelectorAll('.printed canvas').length"), 0)
        # Filtered, the machines themselves, over all time whatever the screen shows.
        page.value("filterGantt({ cluster: '2' }); showTime(0, 86400)")
        page.value("dispatchEvent(new Event('beforeprint'))")
        self.assertIn("over the whole horizon", page.value("document.querySelector('.printed').textContent"))
        self.assertEqual(page.value("ganttView.to"), 86400)
        page.value("dispatchEvent(new Event('afterprint'))")
        page.pdf(os.path.join(SCREENSHOTS, "print.pdf"))
        self.assertGreater(os.path.getsize(os.path.join(SCREENSHOTS, "print.pdf")), 50_000)
        self.check_quiet(page)

    def test_light_dark_and_narrow(self):
        report, _ = make("sichuan", "zh")
        background = "getComputedStyle(document.body).backgroundColor"
        light = self.opened(report)
        dark = self.opened(report, dark=True)
        self.assertNotEqual(light.value(background), dark.value(background))
        dark.screenshot(os.path.join(SCREENSHOTS, "dark.png"), whole=True)
        colour = light.value(background)
        light.click("#controls [data-value='dark']")
        self.assertNotEqual(light.value(background), colour)
        narrow = self.opened(report, width=390, height=800, mobile=True)
        self.check_sections(narrow)
        narrow.screenshot(os.path.join(SCREENSHOTS, "narrow.png"), whole=True)
        for page in (light, dark, narrow):
            self.check_quiet(page)


if __name__ == "__main__":
    try:
        unittest.main(argv=sys.argv, verbosity=2)
    except BrowserError as error:
        sys.exit(f"{error}; '.ci/prepare-browser' installs it")
