"""What was trusted for what, and what is not proved whatever the verdicts say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

TRUSTED: Final = (
    ("python", "CPython", "integers, and the code of this library"),
    ("z3-solver", "z3", "the engine smt: that what it calls unsatisfiable is; every claim needs the other engine as well"),
    ("sympy", "sympy", "the engine cases, with this library's exact simplex, whose certificates are checked again"),
    ("python-flint", "python-flint (Arb)", "enclosures of transcendental functions"),
    ("mpmath", "mpmath", "the second evaluation of networks, and the second opinion on enclosures"),
    ("hypothesis", "Hypothesis", "choosing points of attack; a hit is evaluated again exactly, a miss proves nothing"),
    ("coqc", "Coq", "its kernel, where a verdict names it: that what it accepts follows from the axioms it prints"),
    ("matplotlib", "matplotlib", "drawing the figures; no verdict depends on it"),
)
KERNEL_TITLE: Final = "The Coq kernel"
NOT_ASKED: Final = "The Coq kernel was not asked in this run (verifier report --kernel)."
NOT_PROVED: Final = (
    "That the text in a statement means the same as the claims below it: read both. Verdicts are about the claims.",
    "Networks of symbolic size (K, J or d not fixed) are represented by functions with recurrences; computations hold these"
    " against the literal layers for several (d, n), not for all.",
    "Facts about integrals and measures are assumptions, by name.",
    "What is only tested: nothing is known between the points of an attack.",
)


def trusted(provenance: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """(component, version, what it was trusted for)."""
    versions = {**provenance["packages"], "python": provenance["python"]}
    return tuple((title, versions.get(name, "not recorded"), purpose) for name, title, purpose in TRUSTED)
