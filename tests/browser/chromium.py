"""A page in headless Chromium, driven as a person would: by the DevTools protocol over a pair of pipes."""
import json
import os
import shutil
import subprocess
import time


class Page:
    def __init__(self, url):
        program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if not program:
            raise SystemExit("chromium is not installed: apt-get install chromium")
        read_here, write_there = os.pipe()
        read_there, write_here = os.pipe()

        def pipes():
            # Chromium reads commands from descriptor 3 and answers on 4.
            ours = os.dup(read_there), os.dup(write_there)
            for descriptor, at in zip(ours, (3, 4)):
                os.dup2(descriptor, at)

        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--remote-debugging-pipe", "--window-size=1200,800", "about:blank"],
            close_fds=False, preexec_fn=pipes, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(read_there)
        os.close(write_there)
        self.answers, self.commands = os.fdopen(read_here, "rb"), os.fdopen(write_here, "wb")
        self.number, self.session, self.rest = 0, None, b""
        # What came besides answers, the latest at the end.
        self.events = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call("Network.enable")
        self.call("Page.navigate", url=url)
        self.wait_for("Page.loadEventFired")

    def with_worker(self, url):
        """Goes to a page that starts a worker, of which the requests are seen, too."""
        self.call("Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=True, flatten=True)
        self.call("Page.navigate", url=url)
        self.wait_for("Target.attachedToTarget")
        worker = self.events[-1]["params"]["sessionId"]
        self.call("Network.enable", session=worker)
        self.call("Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=False, flatten=True)
        self.call("Runtime.runIfWaitingForDebugger", session=worker)

    def read(self):
        while b"\0" not in self.rest:
            more = os.read(self.answers.fileno(), 1 << 16)
            if not more:
                raise SystemExit("chromium has ended")
            self.rest += more
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=None, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session or self.session:
            message["sessionId"] = session or self.session
        self.commands.write(json.dumps(message).encode() + b"\0")
        self.commands.flush()
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait_for(self, event):
        while True:
            self.events.append(self.read())
            if self.events[-1].get("method") == event:
                return

    def wait_until(self, expression, seconds=120):
        """Waits for an expression of the page to be true."""
        end = time.monotonic() + seconds
        while not self.value(expression):
            if time.monotonic() > end:
                raise SystemExit(f"not within {seconds} s: {expression}")
            time.sleep(0.02)

    def value(self, expression):
        """Returns what the expression is in the page."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise SystemExit(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def press(self, key):
        code = {"Tab": 9, "Enter": 13, "End": 35, "Home": 36, "Escape": 27, "ArrowRight": 39, " ": 32}.get(key, ord(key[0].upper()))
        text = {"text": key} if len(key) == 1 else {"text": "\r"} if key == "Enter" else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def place(self, selector):
        """Scrolls there, and returns the middle of the element."""
        return self.value(f"""(() => {{ const e = document.querySelector({json.dumps(selector)});
            e.scrollIntoView({{block: "center"}}); const r = e.getClientRects()[0];
            return [r.left + r.width / 2, r.top + r.height / 2]; }})()""")

    def point(self, selector):
        x, y = self.place(selector)
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def click(self, selector):
        x, y = self.place(selector)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def scheme(self, name):
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def size(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def screenshot(self):
        return self.call("Page.captureScreenshot", format="png")["data"]

    def close(self):
        self.process.terminate()
        self.process.wait()
