"""Opens a report of 100,000 orders on 10,000 machines in a headless Chromium: part of `make torture`.

Its data are generated into a temporary folder. Counts and sizes are asserted; times are printed only, since
machines differ.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import unittest

# The module and not its class, whose tests would run here as well.
import report_test
from devtools import Browser, BrowserError
from report_test import CAPMATCH, CHOOSE, SCREENSHOTS

ORDERS = int(os.environ.get("CAPMATCH_LARGE_ORDERS", "100000"))
BYTES_MAX = 12_000_000


class LargeReportTest(unittest.TestCase):
    check_quiet = report_test.ReportTest.check_quiet
    check_headline = report_test.ReportTest.check_headline
    check_sections = report_test.ReportTest.check_sections
    check_left_search = report_test.ReportTest.check_left_search

    def test_a_large_report_is_small_whole_and_searched(self):
        os.makedirs(SCREENSHOTS, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="capmatch-large-") as folder, Browser() as browser:
            dataset, result, report = (os.path.join(folder, name) for name in ("data", "result", "report.html"))
            self.run_quietly("generate", "-o", dataset, "--orders", str(ORDERS), "--machines", str(ORDERS // 10))
            self.run_quietly("match", dataset, "-o", result, "--effort", "0")
            start = time.monotonic()
            self.run_quietly("report", dataset, result, "-o", report, "--language", "en")
            written = time.monotonic() - start
            size = os.path.getsize(report)
            with open(os.path.join(result, "summary.json"), encoding="utf-8") as file:
                summary = json.load(file, parse_float=str, parse_int=str)
            self.assertLessEqual(size, BYTES_MAX)

            page = browser.page()
            paint, drawn = page.open(report)
            self.check_headline(page, summary)
            self.check_sections(page)
            self.assertEqual(page.value("column('booking.order').length"), int(summary["bookings"]))
            self.assertEqual(page.value("column('left.order').length"), int(summary["orders"]["unmatched"]))
            self.check_search(page)
            frames = self.frames(page)
            page.screenshot(os.path.join(SCREENSHOTS, "large.png"), whole=True)
            self.check_quiet(page)
            page.click("#controls [data-value='zh']")
            page.wait("document.documentElement.lang === 'zh-CN' && sections.every(({ isBuilt }) => isBuilt)")
            self.check_headline(page, summary)
            self.check_sections(page)
            self.check_quiet(page)
            print(f"\n{ORDERS:,} orders: {size / 1e6:.1f} MB written in {written:.2f} s, first paint after "
                  f"{paint:.2f} s, everything drawn after {drawn:.2f} s, a frame of the schedule "
                  f"{frames[len(frames) // 2]:.1f} ms (median), {frames[-1]:.1f} ms (longest)")

    def run_quietly(self, *words):
        subprocess.run([CAPMATCH, *words, "--quiet"], check=True, stdout=subprocess.PIPE)

    def check_search(self, page):
        """Finds an order, filters by cluster and reason."""
        rows = page.value("ganttRows().length")
        order = page.value("""column("order.id").findLast((_, index) => schedule().bookingsOf(index).length >= 2)""")
        page.type("#gantt-search", order)
        page.key("Enter")
        page.wait("ganttView.order >= 0")
        self.assertIn(order, page.text(".panel h4"))
        page.type("#gantt-search", "")
        page.key("Enter")
        page.wait(f"ganttRows().length === {rows}")
        page.value(f"{CHOOSE}('gantt-cluster', '0')")
        self.assertTrue(0 < page.value("ganttRows().length") < rows)
        page.value(f"{CHOOSE}('gantt-cluster', '')")
        self.check_left_search(page, page.value("column('order.id')[column('left.order').at(-1)]"))

    def frames(self, page):
        """Milliseconds from frame to frame while the schedule is scrolled, sorted."""
        return page.value("""new Promise((done) => {
            const frame = document.getElementById("gantt-frame");
            frame.scrollIntoView({ block: "center" });
            const times = [];
            let last = performance.now();
            function next(now) {
                times.push(now - last);
                last = now;
                frame.scrollTop += 440;
                if (times.length < 90) requestAnimationFrame(next);
                else done(times.slice(5).sort((a, b) => a - b));
            }
            requestAnimationFrame(next);
        })""")


if __name__ == "__main__":
    try:
        unittest.main(argv=sys.argv, verbosity=2)
    except BrowserError as error:
        sys.exit(f"{error}; '.ci/prepare-browser' installs it")
