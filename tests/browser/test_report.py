"""The HTML report of `kumite test`, in a real browser: filtering, sorting, opening, colours, keys, paper, hostile text."""

import os
import pathlib
import subprocess
import tempfile
import unittest

from webdriver import Browser

ROOT = pathlib.Path(__file__).resolve().parents[2]
KUMITE = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug" / "kumite"

PROBLEM = """\
format_version = 1
title = "Two sum </title><script>document.title = 'owned'</script>"
topics = ["arrays"]

[entry]
kind = "function"
signature = "def two_sum(numbers: list[int], target: int) -> list[int]"

[limits]
time_seconds = 4.0

[[cases]]
name = "first-two"
group = "sample"
why = "The first two numbers are the answer."
args = [[2, 7, 11], 9]
expected = [0, 1]

[[cases]]
name = "negative"
tags = ["boundary"]
args = [[-3, 4, 90, 3], 0]
expected = [0, 3]

[[cases]]
name = "far-apart"
args = [[5, 1, 1, 1, 1, 1, 1, 1, 1, 8], 13]
expected = [0, 9]
"""
RIGHT = """\
def two_sum(numbers, target):
    for i, a in enumerate(numbers):
        for j in range(i + 1, len(numbers)):
            if a + numbers[j] == target:
                return [i, j]
"""
SOLUTIONS = {
    "two_sum.py": RIGHT,
    "wrong/two_sum.py": "def two_sum(numbers, target):\n    return [0, 1]\n",
    "slow/two_sum.py": "def two_sum(numbers, target):\n    for _ in range(10 ** 7):\n        pass\n    return [0, 1]\n",
    "broken/two_sum.py": "def two_sum(numbers, target:\n",
    "hostile/two_sum.py": """\
def two_sum(numbers, target):
    for text in ["</pre></details></script><script>document.title = 'owned'</script>", "<img src=x onerror=alert(1)>",
                 "<style>body { display: none }</style>", "<!--", "<base href='http://localhost/'>", "&lt;b&gt;"]:
        print(text)
    raise ValueError("</script><svg onload=alert(1)><iframe srcdoc='<script>parent.document.title = 1</script>'>")
""",
}
SHOWN = "return [...document.querySelectorAll('.submission')].filter(s => !s.hidden).map(s => s.dataset.path)"
PATHS = {name: f"solutions/{name}" for name in SOLUTIONS}


def report(solutions):
    """A folder with a report on these solutions, and the report's address."""
    folder = tempfile.TemporaryDirectory()
    root = pathlib.Path(folder.name)
    files = {"kumite.toml": "", "problems/two-sum/problem.toml": PROBLEM}
    files.update({f"solutions/{name}": text for name, text in solutions.items()})
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    names = [f"solutions/{name}" for name in solutions]
    command = [KUMITE, "test", *names, "--problem", "two-sum", "--report", "html=report.html"]
    environment = {"PATH": os.environ["PATH"], "HOME": folder.name, "KUMITE_CACHE_DIR": str(root / "cache")}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise AssertionError(done.stderr)
    return folder, (root / "report.html").as_uri()


class InTheBrowser(unittest.TestCase):
    """One browser for all tests; each one loads the page afresh."""

    @classmethod
    def setUpClass(cls):
        cls.folder, cls.url = report(SOLUTIONS)
        cls.addClassCleanup(cls.folder.cleanup)
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        self.size(1200, 900)
        self.browser.open(self.url)

    def size(self, width, height):
        self.browser.devtools(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )

    def value(self, expression):
        return self.browser.run(f"return {expression}")

    def shown(self):
        return self.browser.run(SHOWN)

    def test_the_page_runs_its_script_and_loads_nothing(self):
        self.assertEqual(self.browser.messages(), [])
        self.assertEqual(self.value("performance.getEntriesByType('resource').length"), 0)
        self.assertEqual(self.value("document.title"), "kumite: 1 of 5 submissions accepted")
        self.assertFalse(self.value("document.getElementById('toolbar').hidden"))

    def test_the_filter_shows_what_matches(self):
        self.browser.press("/")
        self.assertEqual(self.value("document.activeElement.id"), "filter")
        self.browser.type("#filter", "HOSTILE")
        self.assertEqual(self.shown(), [PATHS["hostile/two_sum.py"]])
        self.assertEqual(self.value("document.getElementById('shown').textContent"), "1 of 5 shown")
        self.browser.press("escape")
        self.assertEqual(len(self.shown()), 5)
        self.browser.type("#filter", "wrong boundary")
        self.assertEqual(self.shown(), [PATHS["wrong/two_sum.py"], PATHS["slow/two_sum.py"]])
        self.browser.type("#filter", " nowhere")
        self.assertEqual(self.shown(), [])
        self.assertFalse(self.value("document.getElementById('nothing').hidden"))

    def test_a_slash_in_the_filter_is_a_letter(self):
        self.browser.press("/")
        self.browser.press("/")
        self.assertEqual(self.value("document.getElementById('filter').value"), "/")

    def test_verdicts_are_selected(self):
        self.browser.choose("#verdict", "compile_error")
        self.assertEqual(self.shown(), [PATHS["broken/two_sum.py"]])
        self.browser.choose("#verdict", "-accepted")
        self.assertEqual(len(self.shown()), 4)
        self.browser.choose("#verdict", "")
        self.assertEqual(len(self.shown()), 5)

    def test_submissions_are_sorted(self):
        given = self.shown()
        self.assertEqual(given, list(PATHS.values()))
        self.browser.choose("#order", "worst")
        self.assertEqual(self.shown()[:2], [PATHS["broken/two_sum.py"], PATHS["hostile/two_sum.py"]])
        self.assertEqual(self.shown()[-1], PATHS["two_sum.py"])
        self.browser.choose("#order", "slowest")
        self.assertEqual(self.shown()[0], PATHS["slow/two_sum.py"])
        self.browser.choose("#order", "path")
        self.assertEqual(self.shown(), sorted(given))
        self.browser.choose("#order", "given")
        self.assertEqual(self.shown(), given)

    def test_a_click_opens_a_submission_and_a_case(self):
        accepted = '.submission[data-verdict="accepted"]'
        case = f"{accepted} .case:first-child"
        visible = f"document.querySelector('{case} .why').checkVisibility()"
        self.assertFalse(self.value(visible))
        self.browser.click(f"{accepted} > summary")
        self.assertFalse(self.value(visible))
        self.browser.click(f"{case} summary")
        self.assertTrue(self.value(visible))
        self.browser.click(f"{accepted} > summary")
        self.assertFalse(self.value(visible))

    def test_everything_opens_and_closes_at_once(self):
        opened = "document.querySelectorAll('.submission[open]').length"
        self.assertEqual(self.value(opened), 4)
        self.browser.click("#fold")
        self.assertEqual(self.value(opened), 5)
        self.browser.click("#fold")
        self.assertEqual(self.value(opened), 0)

    def test_the_difference_is_marked_and_told_apart(self):
        case = "document.querySelector('[data-path=\"solutions/wrong/two_sum.py\"] .case')"
        marks = f"[...{case}.querySelectorAll('mark')].map(mark => mark.className + ' ' + mark.textContent)"
        self.assertEqual(self.value(marks), ["expected 3", "got 1"])
        colours = self.value(f"[...{case}.querySelectorAll('mark')].map(mark => getComputedStyle(mark).backgroundColor)")
        self.assertEqual(len(set(colours)), 2)

    def test_the_time_stands_against_the_limit(self):
        bar = "document.querySelector('[data-path=\"solutions/{}two_sum.py\"] .bar rect:last-child').getBoundingClientRect().width"
        self.assertLess(self.value(bar.format("")), self.value(bar.format("slow/")))

    def test_light_and_dark_follow_the_system_until_one_is_chosen(self):
        page = "getComputedStyle(document.body).backgroundColor"
        for system in ("light", "dark"):
            feature = {"name": "prefers-color-scheme", "value": system}
            self.browser.devtools("Emulation.setEmulatedMedia", features=[feature])
            self.assertEqual(self.value(page), {"light": "rgb(247, 247, 245)", "dark": "rgb(22, 24, 27)"}[system])
        self.browser.choose("#theme", "light")
        self.assertEqual(self.value(page), "rgb(247, 247, 245)")
        self.browser.choose("#theme", "dark")
        self.browser.devtools("Emulation.setEmulatedMedia", features=[])
        self.assertEqual(self.value(page), "rgb(22, 24, 27)")

    def test_words_can_be_read_in_light_and_dark(self):
        for theme in ("light", "dark"):
            self.browser.choose("#theme", theme)
            worst = self.browser.run(CONTRAST)
            # What the guidelines for accessible pages ask for of text.
            self.assertGreaterEqual(worst["contrast"], 4.5, f"{theme}: {worst['text']}")

    def test_the_keyboard_reaches_everything_in_order(self):
        reached = []
        for _ in range(6):
            self.browser.press("tab")
            reached.append(self.value("document.activeElement.id || document.activeElement.tagName"))
        self.assertEqual(reached, ["filter", "verdict", "order", "theme", "fold", "SUMMARY"])
        self.browser.run("document.querySelector('.submission > summary').focus()")
        self.browser.press("enter")
        self.assertTrue(self.value("document.querySelector('.submission').open"))
        self.browser.press("tab")
        self.browser.press(" ")
        self.assertTrue(self.value("document.querySelector('.case details').open"))
        ring = "getComputedStyle(document.activeElement).outlineStyle"
        self.assertEqual(self.value(ring), "solid")

    def test_without_scripting_everything_is_there(self):
        self.browser.devtools("Emulation.setScriptExecutionDisabled", value=True)
        self.addCleanup(self.browser.devtools, "Emulation.setScriptExecutionDisabled", value=False)
        self.browser.open(self.url)
        root = self.browser.devtools("DOM.getDocument")["root"]["nodeId"]
        page = self.browser.devtools("DOM.getOuterHTML", nodeId=root)["outerHTML"]
        self.assertIn('id="toolbar" role="search" aria-label="Filter and sort" hidden', page)
        for name in PATHS.values():
            self.assertIn(name, page)
        accepted = '.submission[data-verdict="accepted"]'
        self.browser.click(f"{accepted} > summary")
        opened = self.browser.devtools("DOM.querySelector", nodeId=root, selector=f"{accepted}[open]")
        self.assertNotEqual(opened["nodeId"], 0)

    def test_nothing_that_anybody_wrote_acts(self):
        self.assertEqual(self.value("document.title"), "kumite: 1 of 5 submissions accepted")
        self.assertEqual(self.value("document.scripts.length"), 1)
        self.assertEqual(self.value("document.styleSheets.length"), 1)
        self.assertEqual(self.value("document.querySelectorAll('img, iframe, base, svg[onload]').length"), 0)
        hostile = "document.querySelector('[data-path=\"solutions/hostile/two_sum.py\"]').textContent"
        for text in ("<img src=x onerror=alert(1)>", "<!--", "&lt;b&gt;", "<svg onload=alert(1)>"):
            self.assertIn(text, self.value(hostile))
        self.assertIn("Two sum </title><script>", self.value("document.querySelector('.title').textContent"))

    def test_what_would_be_added_to_the_page_is_neither_run_nor_loaded(self):
        self.browser.run("""
            const script = document.createElement('script');
            script.textContent = "document.title = 'owned'";
            document.body.append(script);
            const image = document.createElement('img');
            image.src = 'http://127.0.0.1:9/x.png';
            document.body.append(image);
            document.body.insertAdjacentHTML('beforeend', '<p id="styled" style="color: red" onclick="1">x</p>');
        """)
        self.assertEqual(self.value("document.title"), "kumite: 1 of 5 submissions accepted")
        self.assertNotEqual(self.value("getComputedStyle(document.getElementById('styled')).color"), "rgb(255, 0, 0)")
        refused = " ".join(self.browser.messages())
        self.assertIn("script-src", refused)
        self.assertIn("default-src", refused)

    def test_the_page_fits_a_phone(self):
        for width in (320, 390, 768):
            self.size(width, 800)
            self.browser.click("#fold")
            self.assertLessEqual(self.value("document.documentElement.scrollWidth"), width)
            self.browser.open(self.url)

    def test_on_paper_there_is_what_failed_and_no_toolbar(self):
        self.browser.click("#fold")
        self.browser.click("#fold")
        self.browser.devtools("Page.printToPDF")
        self.assertEqual(self.value("document.querySelectorAll('.submission[open]').length"), 4)
        self.browser.devtools("Emulation.setEmulatedMedia", media="print")
        self.addCleanup(self.browser.devtools, "Emulation.setEmulatedMedia", media="")
        self.assertEqual(self.value("getComputedStyle(document.getElementById('toolbar')).display"), "none")


# The lowest contrast between a text and what is behind it, over all texts that are seen.
CONTRAST = """
const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
const channels = (colour) => {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
};
const light = (colour) => {
  const [r, g, b] = channels(colour).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const behind = (element) => {
  while (element && channels(getComputedStyle(element).backgroundColor)[3] < 255) element = element.parentElement;
  return getComputedStyle(element ?? document.body).backgroundColor;
};
let worst = {contrast: 99, text: ''};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  const text = walker.currentNode.textContent.trim();
  if (!text || !element.checkVisibility() || element.closest('script, option, .hidden')) continue;
  const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => b - a);
  const contrast = (a + 0.05) / (b + 0.05);
  if (contrast < worst.contrast) worst = {contrast, text};
}
return worst;
"""


class OfThousandsOfCases(unittest.TestCase):
    """A report that is long: the page stays one that can be worked with."""

    def test_filter_and_order_work_on_two_thousand_submissions(self):
        folder, url = report({"one/two_sum.py": RIGHT, "two/two_sum.py": SOLUTIONS["wrong/two_sum.py"]})
        self.addCleanup(folder.cleanup)
        page = pathlib.Path(folder.name) / "report.html"
        text = page.read_text()
        start = text.index('<details class="submission"')
        end = text.index('</div>\n<p id="nothing"')
        pair = text[start:end]
        many = [pair.replace("/one/", f"/one{n}/").replace("/two/", f"/two{n}/") for n in range(1000)]
        page.write_text(text[:start] + "".join(many) + text[end:])
        browser = Browser()
        self.addCleanup(browser.close)
        browser.open(url)
        self.assertEqual(browser.run("return document.querySelectorAll('.case').length"), 6000)
        browser.type("#filter", "two77/")
        self.assertEqual(browser.run(SHOWN), ["solutions/two77/two_sum.py"])
        browser.press("escape")
        browser.choose("#order", "worst")
        self.assertTrue(browser.run(SHOWN)[0].startswith("solutions/two"))
        browser.choose("#verdict", "accepted")
        self.assertEqual(len(browser.run(SHOWN)), 1000)


if __name__ == "__main__":
    unittest.main()
