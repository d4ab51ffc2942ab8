"""What a page is held against in a browser. Each check returns what is wrong, in words; nothing wrong is an empty list."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

CHROMIUM: Final = Path(os.environ.get("CHROMIUM") or "/usr/bin/chromium")
AXE: Final = Path(os.environ.get("AXE") or Path.home() / ".cache" / "axe-core" / "package" / "axe.min.js")
FLAGS: Final = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDTHS: Final = (1280, 390)
SCHEMES: Final = ("light", "dark")
PAPER: Final = (688, 1002)  # CSS pixels between the margins of A4 that the page asks for: 210 - 2 * 14 and 297 - 2 * 16 mm
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def missing() -> str:
    """What these tests need and do not find, with the line that installs it; empty if all is there."""
    lacks = []
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        lacks.append('playwright (pip install -e ".[test]")')
    if not CHROMIUM.is_file():
        lacks.append(f"{CHROMIUM} (apt-get install chromium; the environment variable CHROMIUM names another place)")
    if not AXE.is_file():
        line = "mkdir -p ~/.cache/axe-core && cd ~/.cache/axe-core && tar -xzf $(npm pack --silent axe-core@4)"
        lacks.append(f"{AXE} ({line}; the environment variable AXE names another place)")
    return "; ".join(lacks)


def demand() -> None:
    """Skip, or in continuous integration fail, where something is missing."""
    lacks = missing()
    if lacks and os.environ.get("CI") == "true":
        pytest.fail(f"missing: {lacks}", pytrace=False)
    if lacks:
        pytest.skip(f"missing: {lacks}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser without a window; playwright gives it a fresh profile and deletes it afterwards."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield browser
        browser.close()


class Opened:
    """A page of a file, offline, with all that it asked for and complained about since."""

    def __init__(self, browser: Browser, file: Path, width: int = 1280, scheme: Any = "light", scripts: bool = True) -> None:
        self.file = file
        self.asked: list[str] = []
        self.complaints: list[str] = []
        size: Any = {"width": width, "height": 900}
        self.context = browser.new_context(
            viewport=size, color_scheme=scheme, java_script_enabled=scripts, reduced_motion="reduce", offline=True
        )
        self.page: Page = self.context.new_page()
        self.page.on("request", lambda one: self.asked.append(one.url))
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda one: self.complaints.append(f"exception: {one}"))
        self.page.goto(file.as_uri())

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def leaves(self) -> list[str]:
        """Requests for anything but the page itself and data inside of it."""
        own = self.file.as_uri()
        return [url for url in self.asked if url.partition("#")[0] != own and not url.startswith(("data:", "blob:"))]


def _ask(page: Page, name: str) -> Any:
    return page.evaluate(f"{_scripts()}.{name}()")


@cache
def _scripts() -> str:
    return Path(__file__).with_suffix(".js").read_text(encoding="utf-8").strip()


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def sideways(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    return list(_ask(page, "sideways"))[:10]


def barriers(page: Page) -> list[str]:
    """What axe-core finds: contrast, names, roles, order of headings, landmarks, keyboard access."""
    page.evaluate(_axe())
    found = page.evaluate("(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
    if not found["passes"]:
        return ["axe checked nothing"]
    nodes = [(one["id"], node) for one in found["violations"] for node in one["nodes"][:3]]
    return [f"{rule}: {node['html'][:160]}: {node['failureSummary']}" for rule, node in nodes]


def faint_drawing(page: Page) -> list[str]:
    """Text in drawings without contrast."""
    return list(_ask(page, "faint"))


def astray(page: Page) -> list[str]:
    """Links and names that lead nowhere, identities given twice."""
    return list(_ask(page, "astray"))


def untabbable(page: Page) -> list[str]:
    """Go through the page by Tab alone: all that can be operated is reached once, in its order, and the focus can be seen."""
    count: int = _ask(page, "stops")
    if not count:
        return ["nothing can be reached by keyboard"]
    wrong: list[str] = []
    for place in range(count):
        page.keyboard.press("Tab")
        at = _ask(page, "stop")
        if at is None or at["place"] != place:
            return [*wrong, f"stop {place} of {count} is {'outside of the page' if at is None else at['what']}"]
        if not at["seen"]:
            wrong.append(f"no visible focus: {at['what']}")
    page.keyboard.press("Tab")
    after = _ask(page, "stop")
    if after is not None and after["place"] == count - 1:
        wrong.append("the focus cannot leave the last stop")
    return wrong


def lost_on_paper(page: Page) -> list[str]:
    """Print: most of the words, pages for all that the layout for paper holds, and nothing wider than the paper."""
    size = page.viewport_size
    _, on_screen = _ask(page, "extent")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
    wrong = [f"on paper: {one}" for one in sideways(page)]
    height, words = _ask(page, "extent")
    page.emulate_media(media="null")
    if size is not None:
        page.set_viewport_size(size)
    pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))
    if 4 * words < 3 * max(on_screen, 1):
        wrong.append(f"on paper: {words} of {on_screen} words are left")
    if pages < max(1, height // PAPER[1]):
        wrong.append(f"on paper: {pages} pages for {height} pixels")
    return wrong
