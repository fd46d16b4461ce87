"""Drives a headless Chromium over the DevTools protocol through a pipe; standard library only.

The browser reads messages from file descriptor 3 and writes to 4: JSON, a NUL after each. No port is
opened and nothing is downloaded.
"""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time


class BrowserError(Exception):
    """The browser is missing, gone, silent, or says that a command failed."""


class Browser:
    """A browser process; used in a `with` block."""

    def __init__(self, executable="chromium"):
        self.executable = shutil.which(executable) or executable
        self.number = 0
        self.buffer = b""
        self.events = []

    def __enter__(self):
        to_browser, self.sending = os.pipe()
        self.receiving, from_browser = os.pipe()
        self.profile = tempfile.TemporaryDirectory(prefix="capmatch-browser-")

        # The child's pipes must have the numbers 3 and 4; moved out of the way first, since either may
        # have one of them already.
        high = [os.dup2(end, 100 + place, inheritable=True)
                for place, end in enumerate([to_browser, from_browser])]

        def arrange():
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen(
            [
                self.executable, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-dev-shm-usage", "--disable-extensions", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--hide-scrollbars",
                "--remote-debugging-pipe", f"--user-data-dir={self.profile.name}", "about:blank",
            ],
            preexec_fn=arrange, pass_fds=(3, 4, *high), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for end in (to_browser, from_browser, *high):
            os.close(end)
        return self

    def __exit__(self, *_):
        try:
            self.send("Browser.close")
            self.process.wait(10)
        except (BrowserError, subprocess.TimeoutExpired, OSError):
            self.process.kill()
            self.process.wait()
        for end in (self.sending, self.receiving):
            os.close(end)
        self.profile.cleanup()

    def read(self, deadline):
        """The next message."""
        while b"\0" not in self.buffer:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.receiving], [], [], left)[0]:
                raise BrowserError("the browser does not answer")
            data = os.read(self.receiving, 1 << 20)
            if not data:
                raise BrowserError("the browser is gone")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def send(self, method, session=None, timeout=60, **parameters):
        """Sends a command and returns its result; events that come meanwhile are kept."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.sending, data):]
        deadline = time.monotonic() + timeout
        while True:
            answer = self.read(deadline)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def page(self, **options):
        """A new page."""
        return Page(self, **options)


class Page:
    """A page with everything that it logged and asked for."""

    def __init__(self, browser, width=1280, height=900, dark=False, scale=1, mobile=False):
        self.browser = browser
        target = browser.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.send(
            "Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.target = target
        self.complaints = []
        self.requests = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=scale, mobile=mobile)
        self.send("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.width = width

    def send(self, method, **parameters):
        result = self.browser.send(method, session=self.session, **parameters)
        self.sort_events()
        return result

    def sort_events(self):
        others = []
        for event in self.browser.events:
            if event.get("sessionId") != self.session:
                others.append(event)
                continue
            method, parameters = event["method"], event["params"]
            if method == "Runtime.exceptionThrown":
                details = parameters["exceptionDetails"]
                self.complaints.append(
                    details.get("exception", {}).get("description") or details["text"])
            elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning"):
                self.complaints.append(" ".join(
                    str(value.get("value", value.get("description"))) for value in parameters["args"]))
            elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
                self.complaints.append(parameters["entry"]["text"])
            elif method == "Network.requestWillBeSent":
                self.requests.append(parameters["request"]["url"])
            elif method == "Page.javascriptDialogOpening":
                self.complaints.append("a dialog: " + parameters["message"])
        self.browser.events = others

    def open(self, path):
        """Opens a file and waits until every section is drawn; returns seconds to the first paint and to
        the end."""
        self.address = "file://" + os.path.abspath(path)
        start = time.monotonic()
        self.send("Page.navigate", url=self.address)
        self.wait("document.documentElement?.dataset.built === 'all'", timeout=60)
        took = time.monotonic() - start
        paint = self.value(
            "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1")
        return paint / 1000, took

    def value(self, expression):
        """What an expression gives."""
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise BrowserError(details.get("exception", {}).get("description") or details["text"])
        return answer["result"].get("value")

    def wait(self, expression, timeout=20):
        """Waits until an expression is true."""
        deadline = time.monotonic() + timeout
        while not self.value(expression):
            if time.monotonic() > deadline:
                raise BrowserError(f"never true: {expression}")
            time.sleep(0.05)

    def text(self, selector):
        """The text that people see."""
        return self.value(f"document.querySelector({json.dumps(selector)}).innerText")

    def click(self, selector):
        """A click with the mouse in the middle of an element."""
        place = self.value(f"""(() => {{
            const element = document.querySelector({json.dumps(selector)});
            element.scrollIntoView({{ block: "center" }});
            const box = element.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
        }})()""")
        self.mouse("mouseMoved", *place)
        self.mouse("mousePressed", *place, button="left", clickCount=1)
        self.mouse("mouseReleased", *place, button="left", clickCount=1)

    def mouse(self, kind, x, y, **more):
        self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def type(self, selector, text):
        """Types into a field what it shall hold."""
        self.value(f"""(() => {{
            const field = document.querySelector({json.dumps(selector)});
            field.scrollIntoView({{ block: "center" }});
            field.focus();
            field.select();
        }})()""")
        if text == "":
            self.key("Delete")
        else:
            self.send("Input.insertText", text=text)

    def key(self, key, modifiers=0):
        """Presses a key."""
        codes = {"Enter": 13, "Escape": 27, "Delete": 46, "ArrowLeft": 37, "ArrowUp": 38,
                 "ArrowRight": 39, "ArrowDown": 40, "Home": 36, "End": 35}
        parameters = {"key": key, "modifiers": modifiers}
        if key in codes:
            parameters["windowsVirtualKeyCode"] = codes[key]
        if key == "Enter":
            parameters["text"] = "\r"
        self.send("Input.dispatchKeyEvent", type="keyDown", **parameters)
        parameters.pop("text", None)
        self.send("Input.dispatchKeyEvent", type="keyUp", **parameters)

    def screenshot(self, path, selector=None, whole=False):
        """Takes a picture of what is in the window, of an element, or of the whole page."""
        options = {"format": "png"}
        if selector:
            box = self.value(f"""(() => {{
                const box = document.querySelector({json.dumps(selector)}).getBoundingClientRect();
                return {{ x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height }};
            }})()""")
            options |= {"clip": {**box, "scale": 1}, "captureBeyondViewport": True}
        elif whole:
            height = self.value("document.documentElement.scrollHeight")
            options |= {"clip": {"x": 0, "y": 0, "width": self.width, "height": height, "scale": 1},
                        "captureBeyondViewport": True}
        data = self.send("Page.captureScreenshot", **options)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def pdf(self, path):
        """Prints to a file."""
        data = self.send("Page.printToPDF", printBackground=True, preferCSSPageSize=True)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def close(self):
        self.browser.send("Target.closeTarget", targetId=self.target)
