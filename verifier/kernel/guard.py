"""What a source may not contain: gaps, axioms, switches that weaken the kernel, every command not known to be harmless.

The guard reads text; what a theorem rests on is asked of the kernel as well (`verifier.kernel.judge`). Each refusal names
file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from verifier.errors import InvalidInput
from verifier.kernel.source import STATING, Sentence, sentences, unclear

GAPS: Final = frozenset((
    "Admitted", "admit", "give_up", "Axiom", "Axioms", "Parameter", "Parameters", "Conjecture", "Conjectures", "Admit",
    "bypass_check", "native_compute", "native_cast_no_check",
))  # fmt: skip
WITHIN_SECTIONS: Final = frozenset(("Variable", "Variables", "Hypothesis", "Hypotheses", "Context"))
PREFIXES: Final = frozenset(("Local", "Global", "Fail"))
COMMANDS: Final = frozenset((
    *STATING, *WITHIN_SECTIONS,
    "From", "Require", "Import", "Export", "Open", "Close", "Section", "End", "Let",
    "Definition", "Example", "Fixpoint", "CoFixpoint", "Function", "Scheme",
    "Inductive", "CoInductive", "Variant", "Record", "Structure", "Class", "Instance", "Existing",
    "Proof", "Qed", "Abort", "Goal",
    "Arguments", "Implicit", "Generalizable", "Notation", "Infix", "Reserved", "Delimit", "Bind", "Coercion", "Canonical",
    "Ltac", "Tactic", "Hint", "Create", "Remove", "Opaque", "Transparent", "Strategy",
    "Check", "Print", "About", "Compute", "Eval", "Search", "Locate", "Comments", "Set", "Unset", "Declare",
))  # fmt: skip
ATTRIBUTES: Final = frozenset(("local", "global", "export"))
SWITCHES: Final = ("Implicit Arguments", "Strict Implicit", "Maximal Implicit", "Printing", "Default Proof Using")
FLAGS: Final = (
    "-type-in-type", "-impredicative-set", "-noinit", "-load-vernac", "-vos", "-vok", "-vio", "-bypass", "-set", "-unset",
)  # fmt: skip
SETTINGS: Final = ("Makefile", "makefile", "GNUmakefile", "_CoqProject")  # files that give flags to coqc
AXIOMATIC: Final = ("ClassicalDedekindReals", "FunctionalExtensionality", "Classical_Prop")  # files of the allowed axioms
_NAME: Final = r"[A-Za-z_][A-Za-z0-9_]*"
_REQUIRE: Final = r"From {root} Require( Import| Export)?( {name})+|From Coq Require( Import| Export)?( {name}(\.{name})*)+"


@dataclass(frozen=True, slots=True)
class Offence:
    """Something in a source that is refused."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


def offences(files: Mapping[str, str], root: str) -> tuple[Offence, ...]:
    """All that is refused in the files of a development (name to text), whose logical name is `root`.

    >>> offences({"A.v": 'Lemma easy : True. Proof. (* Admitted. *) admit. Admitted.'}, "Syz")[0].reason
    'admit leaves a gap'
    """
    return tuple(offence for name, text in sorted(files.items()) for offence in _of_file(name, text, root))


def _of_file(name: str, text: str, root: str) -> Iterator[Offence]:
    if name in SETTINGS:
        for number, line in enumerate(text.splitlines(), start=1):
            yield from (Offence(name, number, f"the flag {flag} weakens the kernel") for flag in FLAGS if flag in line)
        return
    if not re.fullmatch(rf"{_NAME}\.v", name):
        yield Offence(name, 1, "the name of the file is no name of a module")
    if name.removesuffix(".v") in (root, "Coq", *AXIOMATIC):
        yield Offence(name, 1, "a file with the name of a library hides what other files are called")
    try:
        parsed = sentences(text, name)
        yield from (Offence(name, line, f"{what} may be read otherwise by Coq") for line, what in unclear(text, name))
    except InvalidInput as error:
        yield Offence(name, 1, str(error))
        return
    depth = 0
    for one in parsed:
        yield from (Offence(name, one.line, reason) for reason in _reasons(one, depth, root))
        depth += (one.words[:1] == ("Section",)) - (one.words[:1] == ("End",))


def _reasons(one: Sentence, depth: int, root: str) -> Iterator[str]:
    gap = next((word for word in one.words if word in GAPS), None)
    if gap is not None:
        yield f"{gap} leaves a gap"
        return
    for attribute in one.attributes:
        if attribute not in ATTRIBUTES:
            yield f"the attribute {attribute} is not known to be harmless"
            return
    if "Require" in one.words and not re.fullmatch(_REQUIRE.format(root=root, name=_NAME), " ".join(one.text.split())):
        yield f"{' '.join(one.text.split())}: only 'From Coq Require' and 'From {root} Require' with plain names are read"
        return
    if not one.command:
        if one.text and not re.match(r"[a-z(]", one.text):
            yield f"a sentence that begins with {one.text[0]} is not known to be harmless"
        return
    words = list(one.words)
    while words and words[0] in PREFIXES:
        words.pop(0)
    first = words[0] if words else one.text
    if first not in COMMANDS:
        yield f"the command {first} is not known to be harmless"
    elif first in WITHIN_SECTIONS and depth == 0:
        yield f"{first} outside a section is an axiom"
    elif first in ("Set", "Unset") and not any(" ".join(words[1:]).startswith(switch) for switch in SWITCHES):
        yield f"{' '.join(words)} is not known to be harmless"
    elif first in ("Set", "Unset") and ("Global" in one.words or {"global", "export"} & set(one.attributes)):
        yield f"{' '.join(one.words)} changes what other files print"
    elif first == "Declare" and words[1:2] != ["Scope"]:
        yield f"{' '.join(words[:3])} brings in what nobody proved"
