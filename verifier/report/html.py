"""A report as one HTML page: no network, no other file, readable without scripts, without colour, and on paper."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from verifier.ledger.hearing import NOT_REACHED
from verifier.report.diagram import HEIGHT, WIDTH, diagram
from verifier.report.mathml import is_latex, mathml
from verifier.report.outline import INSTANCES, MEANINGS, PARTS, outline
from verifier.report.trust import KERNEL_TITLE, NOT_ASKED, NOT_PROVED, trusted

BUDGET: Final = 400_000  # characters of claims and evidence in the page as they are; longer ones are packed
_CUTS: Final = (20_000, 10_000, 5_000, 3_000, 2_000, 1_400, 1_000, 700, 500, 350, 250, 120)


def page(data: Mapping[str, Any], figures: Mapping[str, str]) -> str:
    """The page; `figures` are SVG texts by name, those that were drawn."""
    from markupsafe import Markup

    read = outline(data)
    most = longest(data)
    whole = tuple(dict.fromkeys(text for text in _texts(data) if len(text) > most))
    drawn = diagram(data["entries"], {one.name: one.title for one in read.chapters if one.part})
    text: str = _environment().get_template("page.html").render(
        data=data,
        read=read,
        drawn=drawn,
        node_size=(WIDTH, HEIGHT),
        by_name={one.name: one for one in read.chapters if one.part},
        figures={name: Markup(svg) for name, svg in figures.items()},  # noqa: S704  # drawn by verifier.report.figures
        meanings=MEANINGS,
        parts=PARTS,
        trusted=trusted(data["provenance"]),
        not_proved=NOT_PROVED,
        kernel_title=KERNEL_TITLE,
        instances_title=INSTANCES,
        not_asked=NOT_ASKED,
        longest=most,
        places={text: place for place, text in enumerate(whole)},
        packed=pack(whole),
    )  # fmt: skip
    return text if text.endswith("\n") else text + "\n"


@cache
def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("verifier.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["mathml"] = lambda text: Markup(mathml(text))  # noqa: S704  # escapes what it does not convert
    environment.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]
    environment.filters["cut"] = cut
    environment.filters["seconds"] = seconds
    environment.tests["latex"] = is_latex
    environment.tests["unreached"] = lambda one: one["detail"] == NOT_REACHED.detail
    environment.tests["claimed"] = lambda key: key in ("statement", "claim")
    environment.tests["timing"] = lambda key: key == "digest" or key.endswith((": time", ": solver"))
    environment.tests["technical"] = lambda key: key in ("statement", "digest") or key.endswith((": time", ": solver"))
    environment.tests["long"] = lambda text: "\n" in text or len(text) > 120
    return environment


def longest(data: Mapping[str, Any]) -> int:
    """How many characters of one claim or piece of evidence the page shows, so that it stays small."""
    lengths = [len(text) for text in _texts(data)]
    return next((most for most in _CUTS if sum(min(one, most) for one in lengths) <= BUDGET), _CUTS[-1])


def pack(texts: Sequence[str]) -> str:
    """The texts that are too long for the page as they are: JSON, deflated, in base 64; a script unpacks what is unfolded."""
    return base64.b64encode(zlib.compress(json.dumps(texts).encode("ascii"), 9)).decode("ascii") if texts else ""


def _texts(data: Mapping[str, Any]) -> Iterator[str]:
    for section in data["sections"]:
        for one in section["obligations"]:
            yield one["claim"].removeprefix(f"{one['name']}: ")
            yield from (text for _, text in one["evidence"])
    for one in data["sabotage"]:
        yield from (text for _, text in one["evidence"])


def cut(text: str, most: int) -> str:
    """A text as far as the page shows it without a script, and how much is left out."""
    if len(text) <= most:
        return text
    return f"{text[:most]}\n[... {most} of {len(text)} characters; all in report.json]"


def seconds(milliseconds: int) -> str:
    """A time for people."""
    return f"{milliseconds} ms" if milliseconds < 1000 else f"{milliseconds // 1000}.{milliseconds % 1000 // 100} s"
