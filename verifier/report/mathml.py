"""LaTeX statements as MathML, in pieces between which a line may break."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from typing import Final
from xml.etree import ElementTree

_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)
_OPEN: Final = frozenset(("{", "(", "[", r"\{", r"\left"))
_CLOSE: Final = frozenset(("}", ")", "]", r"\}", r"\right"))
_SPACES: Final = frozenset((r"\quad", r"\qquad"))
_STOPS: Final = frozenset((",", ";"))
_SHORT: Final = 3  # a piece so short stays with the relation behind it
_RELATIONS: Final = frozenset(
    ("=", "<", ">", r"\le", r"\ge", r"\ne", r"\in", r"\notin", r"\iff", r"\Longrightarrow", r"\exists", r"\forall", r"\text")
)
# A stranger's LaTeX may not bring links, styles or HTML into the page.
_ELEMENTS: Final = frozenset((
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mstyle", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup",
    "munder", "mover", "munderover", "mpadded", "mphantom", "mtable", "mtr", "mtd",
))  # fmt: skip
_ATTRIBUTES: Final = frozenset((
    "stretchy", "fence", "form", "minsize", "maxsize", "lspace", "rspace", "movablelimits", "displaystyle", "scriptlevel",
    "mathvariant", "accent", "linethickness", "width", "height", "depth", "columnalign", "rowspacing", "columnspacing",
))  # fmt: skip


def is_latex(text: str) -> bool:
    """Hypotheses are words or LaTeX; LaTeX has commands, or powers, indices and relations without a word.

    >>> is_latex(r"J \\ge 1"), is_latex("K = 2^n"), is_latex("finitely many neurons"), is_latex("K = 2^n rational")
    (True, True, False, False)
    """
    return "\\" in text or bool(re.search(r"[=<>^_]", text) and not re.search(r"[A-Za-z]{3}|<=|>=", text))


def pieces(latex: str) -> tuple[tuple[str, ...], ...]:
    """Groups that are set apart by a wide space, each in pieces that begin with a relation or end with a comma.

    Brackets are never divided.

    >>> pieces(r"a = b \\le f(x = 1),\\quad c")
    (('a = b', '\\\\le f(x = 1),'), ('c',))
    """
    groups: list[tuple[str, ...]] = []
    parts: list[str] = []
    current, depth = "", 0
    for token in _TOKEN.findall(latex):
        depth += (token in _OPEN) - (token in _CLOSE)
        if depth == 0 and token in _SPACES:
            parts.append(current)
            groups.append(_stripped(parts))
            parts, current = [], ""
        elif depth == 0 and token in _RELATIONS and len(current.strip()) > _SHORT:
            parts.append(current)
            current = token
        elif depth == 0 and token in _STOPS:
            parts.append(current + token)
            current = ""
        else:
            current += token
    groups.append(_stripped([*parts, current]))
    return tuple(group for group in groups if group)


@cache
def mathml(latex: str) -> str:
    """The statement as HTML with inline MathML and the LaTeX as alternative text; what is not understood is shown as it is."""
    from latex2mathml.converter import convert

    shown = []
    for group in pieces(latex):
        try:
            inner = "".join(_math(convert(part), part) for part in group)
        except Exception:  # whatever a stranger's LaTeX does to the converter, the statement must be shown
            inner = f'<code class="latex">{escape(" ".join(group))}</code>'
        shown.append(f'<span class="group">{inner}</span>')
    return " ".join(shown)


def _math(converted: str, latex: str) -> str:
    """Limits above and below, full size fractions; the LaTeX as alternative text."""
    opening = f'<math displaystyle="true" alttext="{escape(latex, quote=True)}">'
    opened = re.sub(r"^<math[^>]*>", "<math>", converted)
    for element in ElementTree.fromstring(opened).iter():  # noqa: S314  # a converter's output; refused if malformed
        if element.tag not in _ELEMENTS or not _ATTRIBUTES.issuperset(element.attrib):
            raise ValueError(f"{element.tag} {element.attrib} is not expected in a statement")
    converted = converted.replace("<mi>&#x029F5;</mi>", "<mo>&#x02216;</mo>")  # few fonts have the former sign of a difference
    return re.sub(r"^<math[^>]*>", lambda found: opening, converted)


def _stripped(parts: list[str]) -> tuple[str, ...]:
    return tuple(_trailing(part) for part in parts if _trailing(part))


def _trailing(part: str) -> str:
    r"""Without the narrow spaces \ \, \; at its ends; a space after a backslash belongs to it."""
    return re.sub(r"^(\s|\\[ ,;])+|((?<!\\)\s|\\[ ,;])+$", "", part)


def unknown(converted: str) -> Iterator[str]:
    """Commands that a conversion left as they were: empty if all of a statement was understood."""
    body = re.sub(r'alttext="[^"]*"', "", converted)
    yield from re.findall(r"\\[A-Za-z]+", body)
