"""The page of a report in a browser: clicking, folding, printing, reading by keyboard; in light and dark, wide and narrow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.browser import checks
from tests.browser.checks import (
    SCHEMES,
    WIDTHS,
    Opened,
    astray,
    barriers,
    chromium,
    demand,
    faint_drawing,
    lost_on_paper,
    missing,
    sideways,
    untabbable,
)
from tests.report_sample import entry, obligation, sample, section
from verifier.report.folder import write_folder
from verifier.report.html import BUDGET

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.xdist_group("browser")

LONG: Final = "".join(f"(assert (= x{place} {place}))\n" for place in range(BUDGET // 20))  # too long for the page as it is
REAL: Final = ("syz22_b1_bit", "finding_e1_last_cell", "--no-attack", "--target", "x1*x2", "-n", "1", "--theorem", "2.2")
ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Made:
    """A report in a folder."""

    file: Path
    data: dict[str, Any]

    def neighbours(self, name: str) -> set[str]:
        """What an entry uses and what uses it."""
        used = {entry["name"]: set(entry["uses"]) for entry in self.data["entries"]}
        return used[name] | {one for one, names in used.items() if name in names}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    demand()
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """`sample`: everything once, and a long query. `real`: what `verifier report` writes."""
    demand()
    folder = tmp_path_factory.mktemp("reports")
    data = sample()
    long = obligation("query", "proved", evidence=[("smt: query", LONG)])
    data["sections"].append(section("theorem or lemma", "long", "Long", [], long))
    data["entries"].append(entry("long", "lemma", "proved"))
    data["counts"]["proved"] += 1
    write_folder(folder / "sample", data)
    command = [sys.executable, "-m", "verifier", "report", *REAL, "-o", str(folder / "real")]
    environment = dict(os.environ, XDG_CACHE_HOME=str(folder / "memory"), PYTHONPATH=str(ROOT))
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return {name: _made(folder / name) for name in ("sample", "real")}


def _made(folder: Path) -> Made:
    return Made(folder / "index.html", json.loads((folder / "report.json").read_text(encoding="utf-8")))


def unfold(opened: Opened) -> None:
    """Open all that can be folded, and wait until it is filled."""
    opened.page.evaluate("() => { for (const one of document.querySelectorAll('details')) one.open = true; }")
    opened.page.wait_for_function("() => !document.querySelector('details[data-place]')")


def pressed(opened: Opened) -> list[str]:
    """The entries of the graph that are chosen."""
    found = opened.page.locator("svg [data-name][aria-pressed=true]")
    return [str(one.get_attribute("data-name")) for one in found.all()]


def linked(opened: Opened) -> set[str]:
    """The entries that the panel below the graph links to."""
    return {str(one.get_attribute("href")).removeprefix("#") for one in opened.page.locator("#panel a").all()}


def node(opened: Opened, name: str) -> Locator:
    return opened.page.locator(f"svg [data-name='{name}']")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("which", ["sample", "real"])
def test_nothing_is_faint_too_wide_astray_or_from_elsewhere(
    browser: Browser, reports: dict[str, Made], which: str, width: int, scheme: str
) -> None:
    """Catches text without contrast, controls without names, a page that scrolls sideways, dead links, requests, errors."""
    with Opened(browser, reports[which].file, width=width, scheme=scheme) as opened:
        assert opened.complaints == []
        for state in ("folded", "unfolded"):
            if state == "unfolded":
                unfold(opened)
            found = {check.__name__: check(opened.page) for check in (sideways, faint_drawing, astray, barriers)}
            assert found == {name: [] for name in found}, state
        assert opened.leaves() == []
        assert opened.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("which", ["sample", "real"])
def test_all_is_reached_by_keyboard_and_the_focus_is_seen(
    browser: Browser, reports: dict[str, Made], which: str, width: int
) -> None:
    """Catches a control that needs a mouse, a focus that is trapped or that cannot be seen."""
    with Opened(browser, reports[which].file, width=width) as opened:
        assert untabbable(opened.page) == []
        unfold(opened)
        assert untabbable(opened.page) == []


@pytest.mark.parametrize("which", ["sample", "real"])
def test_it_prints(browser: Browser, reports: dict[str, Made], which: str) -> None:
    """Catches print rules that lose the content or cut it off at the right."""
    with Opened(browser, reports[which].file) as opened:
        assert lost_on_paper(opened.page) == []
        unfold(opened)
        assert lost_on_paper(opened.page) == []


@pytest.mark.parametrize("which", ["sample", "real"])
def test_a_click_on_an_entry_shows_what_it_uses_and_what_uses_it(browser: Browser, reports: dict[str, Made], which: str) -> None:
    """Catches a graph that shows other edges than the report has, and a choice that cannot be ended."""
    made = reports[which]
    with Opened(browser, made.file) as opened:
        assert pressed(opened) == []
        names = [entry["name"] for entry in made.data["entries"]]
        assert len(names) > 1 and opened.page.locator("svg [data-name]").count() == len(names)
        for name in names:
            node(opened, name).click()
            assert pressed(opened) == [name]
            assert linked(opened) == made.neighbours(name) | {name}
        node(opened, names[-1]).click()
        assert pressed(opened) == [] and linked(opened) == set()
        node(opened, names[0]).click()
        other = sorted(made.neighbours(names[0]) or {names[0]})[0]
        opened.page.locator(f"#panel a[href='#{other}']").first.click()
        assert opened.page.evaluate("() => location.hash") == f"#{other}"
        top = opened.page.locator(f"article[id='{other}']").evaluate("(one) => one.getBoundingClientRect().top")
        assert -1 <= top < 900
        assert opened.leaves() == [] and opened.complaints == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("which", ["sample", "real"])
def test_what_an_entry_uses_is_seen_although_the_graph_is_higher_than_the_window(
    browser: Browser, reports: dict[str, Made], which: str, scheme: str
) -> None:
    """Catches a click that seems to do nothing, as what it shows stands below the window or shines through the graph."""
    with Opened(browser, reports[which].file, scheme=scheme) as opened:
        high = opened.page.locator(".graph").evaluate("(one) => one.getBoundingClientRect().height")
        opened.page.set_viewport_size({"width": 1280, "height": int(high)})
        opened.page.locator(".graph").evaluate("(one) => scrollTo(0, one.getBoundingClientRect().top + scrollY - innerHeight / 3)")
        click = "(one) => one.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))"  # a mouse would scroll first
        opened.page.locator("svg [data-name]").first.evaluate(click)
        assert pressed(opened) != [] and opened.page.locator("#panel a").count() > 0
        seen = opened.page.locator("#panel").evaluate(
            "(one) => [one.getBoundingClientRect().top, innerHeight - one.getBoundingClientRect().bottom,"
            " document.querySelector('.graph').getBoundingClientRect().bottom - innerHeight]"
        )
        assert seen[0] >= 0 and seen[1] >= -1 and seen[2] > 0
        ground = opened.page.locator("#panel").evaluate("(one) => getComputedStyle(one).backgroundColor")
        assert ground.startswith("rgb("), "no rgba: nothing shines through"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_paper_is_white(browser: Browser, reports: dict[str, Made], scheme: str) -> None:
    """Catches light ink on white paper, from a reader whose screen is dark."""
    with Opened(browser, reports["real"].file, scheme=scheme) as opened:
        colours = "() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
        on_screen = opened.page.evaluate(colours)
        opened.page.emulate_media(media="print")
        assert opened.page.evaluate(colours) == ["rgb(28, 30, 33)", "rgb(255, 255, 255)"]
        assert (on_screen[0] == "rgb(28, 30, 33)") == (scheme == "light")


def test_the_graph_by_keyboard(browser: Browser, reports: dict[str, Made]) -> None:
    """Catches an entry that Tab does not reach, Enter or Space do not choose, or Escape does not leave."""
    made = reports["sample"]
    with Opened(browser, made.file) as opened:

        def at() -> Any:
            return opened.page.evaluate("() => document.activeElement.dataset.name ?? null")

        for _ in range(100):
            opened.page.keyboard.press("Tab")
            if at():
                break
        first = at()
        assert first in {entry["name"] for entry in made.data["entries"]}
        for key, chosen in (("Enter", [first]), ("Space", []), ("Space", [first]), ("Escape", []), ("Enter", [first])):
            opened.page.keyboard.press(key)
            assert pressed(opened) == chosen, key
            assert at() == first, key
        assert linked(opened) == made.neighbours(first) | {first}
        opened.page.keyboard.press("Tab")
        second = at()
        assert second not in (None, first)
        opened.page.keyboard.press("Space")
        assert pressed(opened) == [second]
        while at():
            opened.page.keyboard.press("Tab")
        assert opened.page.evaluate("() => Boolean(document.activeElement.closest('#panel'))")
        target = opened.page.evaluate("() => document.activeElement.getAttribute('href')")
        opened.page.keyboard.press("Enter")
        assert opened.page.evaluate("() => location.hash") == target


def test_evidence_folds_and_unfolds(browser: Browser, reports: dict[str, Made]) -> None:
    """Catches obligations that cannot be opened, by mouse, by keyboard or all at once, and evidence that stays hidden."""
    with Opened(browser, reports["sample"].file) as opened:
        inner = opened.page.locator("details[id='clamp-1']")
        shut = opened.page.locator("#clamp > details", has=inner)
        assert shut.evaluate("(one) => one.open") is False and not inner.is_visible()
        shut.locator("> summary").click()
        assert inner.is_visible()
        inner.locator("> summary").focus()
        opened.page.keyboard.press("Enter")
        query = inner.locator("details", has_text="smt: query")
        assert query.locator("pre").is_visible() is False
        query.locator("summary").click()
        assert query.locator("pre").is_visible() and query.locator("pre").inner_text().strip() == "(check-sat)\n(exit)"
        shut.locator("> summary").click()
        assert not inner.is_visible()
        every = opened.page.locator("details.group")
        for way, wanted in (("open", True), ("shut", False)):
            opened.page.locator(f"button[data-fold={way}]").click()
            states = every.evaluate_all("(all) => all.map((one) => one.open)")
            assert len(states) > 3 and set(states) == {wanted}


def test_long_evidence_is_whole_when_it_is_unfolded(browser: Browser, reports: dict[str, Made]) -> None:
    """Catches packed evidence that is not unpacked, and a link to an obligation that stays folded."""
    with Opened(browser, reports["sample"].file) as opened:
        assert LONG.strip() not in opened.file.read_text(encoding="utf-8")
        opened.page.evaluate("() => { location.hash = '#long-1'; }")
        inner = opened.page.locator("details[id='long-1']")
        inner.wait_for(state="visible")
        assert inner.evaluate("(one) => one.open") is True
        inner.locator("details > summary").click()
        opened.page.wait_for_function("() => !document.querySelector('[id=long-1] details[data-place]')")
        assert inner.locator("details pre").evaluate("(one) => one.textContent") == LONG
        assert opened.leaves() == [] and opened.complaints == []


def test_without_scripts_it_can_be_read(browser: Browser, reports: dict[str, Made]) -> None:
    """Catches content that only a script shows, and buttons that do nothing."""
    with Opened(browser, reports["sample"].file, scripts=False) as opened:
        for button in opened.page.locator("button").all():
            assert not button.is_visible()
        inner = opened.page.locator("details[id='clamp-1']")
        assert not inner.is_visible()
        opened.page.locator("#clamp > details", has=inner).locator("> summary").click()
        assert inner.is_visible()
        node(opened, "bound").click()
        assert opened.page.url.endswith("#bound")


CLEAN: Final = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">
<style>:root { background: Canvas; color: CanvasText }</style>HEAD</head>
<body><main><h1>A page</h1><p>It has a sentence of twenty words or more, so that something would be missing if none of it were
left on paper, and a <a href="#end">link to its end</a>.</p><p>Then a <button type="button">button</button>.</p>BODY
<p id="end">The end.</p></main>
<script>SCRIPT</script></body></html>"""


def opened_with(browser: Browser, folder: Path, parts: Mapping[str, str], width: int = 1280, scheme: str = "light") -> Opened:
    """The clean page with something added."""
    text = CLEAN
    for place in ("HEAD", "BODY", "SCRIPT"):
        text = text.replace(place, parts.get(place, ""))
    (folder / "page.html").write_text(text, encoding="utf-8")
    return Opened(browser, folder / "page.html", width, parts.get("scheme", scheme))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_without_fault_passes_every_check(browser: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    """Catches checks that reject everything, so that the controls below say nothing."""
    with opened_with(browser, tmp_path, {}, width, scheme) as opened:
        for check in (sideways, barriers, faint_drawing, astray, untabbable, lost_on_paper):
            assert check(opened.page) == [], check.__name__
        assert opened.leaves() == [] and opened.complaints == []


PALE: Final = "<style>@media (prefers-color-scheme: dark) { .pale { color: #3a3a3a; fill: #3a3a3a } }</style>"
PALER: Final = "<style>.pale { fill: #aaa }</style>"
DRAWING: Final = '<svg role="img" aria-label="x" width="200" height="40"><text class="pale" x="9" y="20">words</text></svg>'
TRAP: Final = "document.querySelector('button').onkeydown = (event) => { if (event.key === 'Tab') event.preventDefault(); };"
FAULTS: Final[dict[str, tuple[Callable[[Any], list[str]], dict[str, str]]]] = {
    "too wide": (sideways, {"BODY": '<div style="width: 1500px; height: 9px"></div>'}),
    "a word too wide": (sideways, {"BODY": f"<p>{'W' * 400}</p>"}),
    "pale text": (barriers, {"BODY": '<p style="color: #aaa; background: #fff">Pale words.</p>'}),
    "pale text in the dark": (barriers, {"HEAD": PALE, "BODY": '<p class="pale">Pale words.</p>', "scheme": "dark"}),
    "a button without a name": (barriers, {"BODY": '<p><button type="button"></button></p>'}),
    "a picture without a name": (barriers, {"BODY": '<p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></p>'}),
    "headings out of order": (barriers, {"BODY": "<h4>Deep</h4>"}),
    "a scrolling box without keyboard": (barriers, {"BODY": f'<div style="width: 99px; overflow: auto"><p>{"W" * 99}</p></div>'}),
    "pale drawing": (faint_drawing, {"HEAD": PALER, "BODY": DRAWING}),
    "pale drawing in the dark": (faint_drawing, {"HEAD": PALE, "BODY": DRAWING, "scheme": "dark"}),
    "a dead link": (astray, {"BODY": '<p><a href="#nowhere">link</a></p>'}),
    "an id twice": (astray, {"BODY": '<p id="end">Another end.</p>'}),
    "a label that does not exist": (astray, {"BODY": '<section aria-labelledby="none"><p>words</p></section>'}),
    "no visible focus": (untabbable, {"HEAD": "<style>button:focus { outline: none }</style>"}),
    "a trap for the focus": (untabbable, {"SCRIPT": TRAP}),
    "another order": (untabbable, {"BODY": '<p><button type="button" tabindex="2">first</button></p>'}),
    "blank paper": (lost_on_paper, {"HEAD": "<style>@media print { main { display: none } }</style>"}),
    "half of it on paper": (lost_on_paper, {
        "HEAD": "<style>@media print { .screen { display: none } }</style>", "BODY": f'<p class="screen">{"more words " * 30}</p>',
    }),
    "pages cut off": (lost_on_paper, {
        "HEAD": "<style>@media print { html, body { height: 900px; overflow: hidden } }</style>", "BODY": "<p>words</p>" * 300,
    }),
    "too wide for paper": (lost_on_paper, {"BODY": '<div style="width: 900px; height: 9px"></div>'}),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_check_rejects_its_fault(browser: Browser, tmp_path: Path, fault: str) -> None:
    """Catches a check that accepts everything."""
    check, parts = FAULTS[fault]
    with opened_with(browser, tmp_path, parts) as opened:
        assert check(opened.page) != []


ELSEWHERE: Final = {
    "a picture": {"BODY": '<p><img alt="x" src="http://127.0.0.1:9/x.png"></p>'},
    "a style beside the page": {"HEAD": '<link rel="stylesheet" href="style.css">'},
    "a fetch": {"SCRIPT": "fetch('http://127.0.0.1:9/').catch(() => null);"},
    "a font": {"HEAD": "<style>@font-face { font-family: f; src: url(http://127.0.0.1:9/f.woff) } p { font-family: f }</style>"},
    "a frame": {"BODY": '<iframe title="x" src="http://127.0.0.1:9/"></iframe>'},
}


@pytest.mark.parametrize("what", ELSEWHERE)
def test_a_request_for_anything_else_is_seen(browser: Browser, tmp_path: Path, what: str) -> None:
    """Catches a watch that overlooks requests; nothing is sent, the browser is offline."""
    with opened_with(browser, tmp_path, ELSEWHERE[what]) as opened:
        opened.page.wait_for_timeout(100)
        assert opened.leaves() != []


@pytest.mark.parametrize(
    "script", ["throw new Error('no');", "console.error('no');", "Promise.reject(new Error('no'));", "null.x"]
)
def test_an_error_of_a_script_is_seen(browser: Browser, tmp_path: Path, script: str) -> None:
    """Catches a watch that overlooks what the page complains about."""
    with opened_with(browser, tmp_path, {"SCRIPT": script}) as opened:
        opened.page.wait_for_timeout(100)
        assert opened.complaints != []


def test_what_the_page_forbids_is_complained_about(browser: Browser, tmp_path: Path, reports: dict[str, Made]) -> None:
    """Catches a policy of the page that lets a picture from elsewhere in."""
    text = reports["sample"].file.read_text(encoding="utf-8").replace("</main>", f"{ELSEWHERE['a picture']['BODY']}</main>")
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    with Opened(browser, tmp_path / "page.html") as opened:
        opened.page.wait_for_timeout(100)
        assert any("Content Security Policy" in one for one in opened.complaints)


def test_what_is_missing_is_named_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Catches a skip that looks green: a reader is told what to install, and continuous integration fails."""
    monkeypatch.setattr(checks, "CHROMIUM", tmp_path / "none")
    monkeypatch.setattr(checks, "AXE", tmp_path / "none.js")
    assert "apt-get install chromium" in missing() and "npm pack" in missing()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="chromium"):
        demand()
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="chromium"):
        demand()


@pytest.mark.parametrize("ci", [True, False])
def test_a_run_without_the_browser_says_so_in_its_last_lines(tmp_path: Path, ci: bool) -> None:
    """Catches options of pytest that hide why tests were skipped."""
    environment = {key: value for key, value in os.environ.items() if key != "CI"} | {"CHROMIUM": str(tmp_path / "none")}
    if ci:
        environment["CI"] = "true"
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(Path(__file__)), "-k", "test_the_graph_by_keyboard"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == (1 if ci else 0), done.stdout + done.stderr
    assert "apt-get install chromium" in done.stdout.split("short test summary info")[1]
