"""A browser for tests: Chromium, driven through ChromeDriver by the WebDriver protocol, with the standard library alone."""

import json
import os
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
FLAGS = [
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
KEYS = {"tab": "\ue004", "enter": "\ue007", "escape": "\ue00c"}


class Browser:
    """A headless Chromium with one page."""

    def __init__(self):
        driver = shutil.which("chromedriver")
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        if not driver or not chromium:
            raise RuntimeError("chromium and chromedriver are missing; Debian has them as chromium and chromium-driver")
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._driver = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, text=True)
        self._session = None
        port = None
        for line in self._driver.stdout:
            if "started successfully on port" in line:
                port = int(line.rstrip().rstrip(".").rsplit(" ", 1)[1])
                break
        self._root = f"http://127.0.0.1:{port}/session"
        # Root has no sandbox of Chromium's; the page is a file of this test's own.
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        options = {"binary": chromium, "args": [*FLAGS, *sandbox, f"--user-data-dir={self._profile.name}"]}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        made = self._call("POST", "", {"capabilities": {"alwaysMatch": wanted}})
        self._session = made["sessionId"]

    def close(self):
        """Ends the browser and its driver."""
        try:
            if self._session:
                self._call("DELETE", "")
        finally:
            self._driver.terminate()
            self._driver.wait()
            self._driver.stdout.close()
            self._profile.cleanup()

    def _call(self, method, path, body=None):
        session = f"/{self._session}" if self._session else ""
        data = json.dumps(body or {}).encode() if method == "POST" else None
        request = urllib.request.Request(self._root + session + path, data, method=method)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"]) from None

    def open(self, url):
        """Goes to a page, and waits until it is loaded."""
        self._call("POST", "/url", {"url": url})

    def run(self, script, *args):
        """What a function body returns in the page."""
        return self._call("POST", "/execute/sync", {"script": script, "args": list(args)})

    def devtools(self, command, **params):
        """A command of the DevTools protocol."""
        return self._call("POST", "/goog/cdp/execute", {"cmd": command, "params": params})

    def messages(self):
        """What the page said on its console since the last time, and what the browser said of the page."""
        return [entry["message"] for entry in self._call("POST", "/se/log", {"type": "browser"})]

    def find(self, selector):
        """The first element that a CSS selector finds."""
        return self._call("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        """Clicks where a person would, in the middle of the element."""
        self._call("POST", f"/element/{self.find(selector)}/click")

    def type(self, selector, text):
        """Types into a field."""
        self._call("POST", f"/element/{self.find(selector)}/value", {"text": text})

    def choose(self, selector, value):
        """Chooses the option with this value."""
        self.click(f'{selector} > option[value="{value}"]')

    def press(self, key):
        """Presses a key on whatever has the focus."""
        key = KEYS.get(key, key)
        actions = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self._call("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})
