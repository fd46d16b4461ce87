"""Writes the pictures of the README from a report of Fixtures/sichuan: `make screenshots`."""

import os
import sys

from devtools import Browser

REPORT, FOLDER = sys.argv[1:]

with Browser() as browser:
    page = browser.page(width=1120, height=960)
    page.open(REPORT)

    def picture(name, **options):
        page.screenshot(os.path.join(FOLDER, f"report-{name}.png"), **options)

    picture("headline")
    # An order of several stages, as the search finds it; some machines around it are shown as well.
    order = page.value("""column("order.id").find((_, index) => {
        const bookings = schedule().bookingsOf(index);
        return bookings.length >= 3 && schedule().end(bookings.at(-1)) - schedule().start(bookings[0]) < 6 * 86400;
    })""")
    page.type("#gantt-search", order)
    page.key("Enter")
    page.wait("ganttView.order >= 0")
    page.value("""(() => {
        const rows = new Set(ganttRows().map((row) => schedule().rowMachine[row]));
        for (let machine = 0; rows.size < 14; machine += 7) rows.add(machine);
        filterGantt({ machines: rows });
        repaint();
        document.activeElement.blur();
    })()""")
    picture("schedule", selector="#gantt")
    page.wait("document.querySelector('#missing svg') !== null")
    picture("missing", selector="#missing figure")
