"""A report as JUnit XML, for continuous integration.

One suite for each section, one case for each obligation. Proved, certified and tested pass (a case says which in its output:
a passed case is not always a proof); refuted is a failure; undecided is an error, because it could not be settled; assumed is
skipped, because nobody checked it. A report without obligations is one error: nothing checked is not success.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from xml.etree import ElementTree

_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OUTCOME: Final = {"refuted": "failure", "undecided": "error", "assumed": "skipped"}


def junit(data: Mapping[str, Any]) -> str:
    """The XML text."""
    sections = data["sections"] or [_nothing()]
    everything = [one for section in sections for one in section["obligations"]]
    root = ElementTree.Element("testsuites", _counts(everything), name="verifier")
    for section in sections:
        obligations = section["obligations"]
        title = _clean(f"{section['name']}: {section['title']}")
        suite = ElementTree.SubElement(root, "testsuite", _counts(obligations), name=title)
        for one in obligations:
            case = ElementTree.SubElement(
                suite, "testcase", classname=_clean(f"{section['kind']}.{section['name']}"), name=_clean(one["name"]),
                time=_seconds(one["milliseconds"]),
            )  # fmt: skip
            element = _OUTCOME.get(one["verdict"])
            if element is not None:
                child = ElementTree.SubElement(case, element, message=_clean(f"{one['verdict']}: {one['detail']}"))
                child.set("type", one["verdict"])
                child.text = _clean("\n".join([one["claim"], *(f"{key} = {text}" for key, text in one["evidence"])]))
            output = ElementTree.SubElement(case, "system-out")
            output.text = _clean(f"{one['verdict']} ({one['scope']}; {one['method']}): {one['detail']}")
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _counts(obligations: list[Mapping[str, Any]]) -> dict[str, str]:
    kinds = [one["verdict"] for one in obligations]
    return {
        "tests": str(len(kinds)),
        "failures": str(kinds.count("refuted")),
        "errors": str(kinds.count("undecided")),
        "skipped": str(kinds.count("assumed")),
        "time": _seconds(sum(one["milliseconds"] for one in obligations)),
    }


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds // 1000}.{milliseconds % 1000:03}"


def _nothing() -> dict[str, Any]:
    obligation = {
        "name": "something is checked", "claim": "", "scope": "this instance", "method": "count",
        "verdict": "undecided", "detail": "nothing was checked", "evidence": [], "milliseconds": 0,
    }  # fmt: skip
    return {"kind": "run", "name": "run", "title": "the run", "obligations": [obligation]}


def _clean(text: str) -> str:
    """XML 1.0 has no place for most control characters."""
    return _FORBIDDEN.sub("\ufffd", text)
