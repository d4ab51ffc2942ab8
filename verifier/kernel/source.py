"""Coq sources read as text: comments and strings apart, sentences with their lines, the names they state.

A comment is ``(* ... *)``, nested, and a string inside a comment hides what it holds; a string is ``"..."`` with ``""`` for a
quotation mark. A sentence ends with a full stop before white space or at the end of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from verifier.errors import InvalidInput

STATING: Final = ("Theorem", "Lemma", "Corollary", "Proposition", "Fact", "Remark")
_MEANINGLESS: Final = (
    *STATING, "Proof", "Qed", "Abort", "Goal", "Print", "Check", "About", "Search", "Locate", "Compute", "Eval",
)  # fmt: skip
_LEADING: Final = re.compile(r"(?:[-+*{}\s]+|(?:all|[0-9]+)\s*:(?!=)\s*)+")
_ATTRIBUTE: Final = re.compile(r"#\[([^\]]*)\]\s*")
_WORD: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_']*")
_END: Final = re.compile(r"(?:\.\.\.|(?<!\.)\.)(?=\s|$)")  # two full stops stand within a recursive notation


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence without comments, its strings emptied.

    attributes: what stands between ``#[`` and ``]`` in front of it. words: its identifiers, in order.
    """

    line: int
    text: str
    attributes: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def command(self) -> bool:
        """Does it begin like a command, with a capital letter? Tactics begin with a small one."""
        return self.text[:1].isupper()


def plain(text: str, name: str = "source") -> str:
    """The text with every character of a comment, and all between the marks of a string, turned into blanks; lines are kept.

    Raises:  InvalidInput for a comment or string that does not end.

    >>> plain('Qed. (* Admitted. "*)" (* *) *) Check "Axiom".')
    'Qed.                            Check "     ".'
    """
    out = list(text)
    place, depth, string = 0, 0, False
    while place < len(text):
        pair = text[place : place + 2]
        if string:
            if pair == '""':
                _blank(out, place, 2)
                place += 2
                continue
            string = text[place] != '"'
            if string or depth:
                _blank(out, place, 1)
        elif pair == "(*" or (depth and pair == "*)"):
            depth += 1 if pair == "(*" else -1
            _blank(out, place, 2)
            place += 2
            continue
        else:
            string = text[place] == '"'
            if depth:
                _blank(out, place, 1)
        place += 1
    if depth or string:
        raise InvalidInput(f"{name}: a {'string' if string else 'comment'} that does not end")
    return "".join(out)


def _blank(out: list[str], place: int, count: int) -> None:
    for k in range(place, place + count):
        if out[k] != "\n":
            out[k] = " "


def unclear(text: str, name: str = "source") -> tuple[tuple[int, str], ...]:
    """Where Coq may see another comment, string or blank than `plain` does: lines, with what is there.

    Coq reads the longest symbol that some notation knows: after a notation with ``+(*`` the text ``1 +(* 2`` holds no comment.
    A comment or string that follows a blank begins there, whatever the notations.

    Raises:  InvalidInput, as `plain`.

    >>> unclear("Definition a := 1 +(* 2. Axiom b : False. *) 2.")
    ((1, 'a comment right behind another character'),)
    """
    bare = plain(text, name)
    quotes = [match.start() for match in re.finditer('"', bare)]
    comments = [one.start() for one in re.finditer(r"\(\*", text) if bare[one.start()] == " "]
    found = [
        (place, f"a {what} right behind another character")
        for what, places in (("comment", comments), ("string", quotes[::2]))
        for place in places
        if bare[max(0, place - 1) : place].strip()
    ]
    found += [(one.start(), f"the character {one[0]!r}") for one in re.finditer(r"[^\t\n -~]", bare)]
    return tuple((_line(text, place), what) for place, what in sorted(found))


def sentences(text: str, name: str = "source") -> tuple[Sentence, ...]:
    """The sentences of a source, without bullets, braces and goal selectors in front.

    Raises:  InvalidInput, as `plain`, or for a last sentence without its full stop.

    >>> [(one.line, one.text) for one in sentences("Proof. - split.\\n  lra.  (* a. b *)\\nQed.\\n")]
    [(1, 'Proof'), (1, 'split'), (2, 'lra'), (3, 'Qed')]
    """
    bare = plain(text, name)
    found: list[Sentence] = []
    start = 0
    for end in _END.finditer(bare):
        found += _sentence(bare, start, end.start())
        start = end.end()
    rest = bare[start:]
    if rest.strip(" \t\r\n{}-+*"):
        raise InvalidInput(f"{name}:{_line(bare, len(bare) - len(rest.lstrip()))}: a sentence without a full stop")
    return tuple(found)


def _sentence(bare: str, start: int, end: int) -> Iterator[Sentence]:
    leading = _LEADING.match(bare, start, end)
    begin = leading.end() if leading else start
    attributes = []
    while (found := _ATTRIBUTE.match(bare, begin, end)) is not None:
        attributes.append(found[1].strip())
        begin = found.end()
    text = bare[begin:end].strip()
    if text or attributes:
        yield Sentence(_line(bare, begin), text, tuple(attributes), tuple(_WORD.findall(text)))


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def stated(text: str, name: str = "source") -> dict[str, int]:
    """The names of the theorems and lemmas of a source, with their lines."""
    named = [(one, _core(one)) for one in sentences(text, name)]
    return {words[1]: one.line for one, words in named if len(words) > 1 and words[0] in STATING}


def propositions(text: str, name: str = "source") -> dict[str, int]:
    """The names that a source defines as propositions without arguments, ``Definition NAME : Prop := ...``, with their lines."""
    found = {}
    for one in sentences(text, name):
        match = re.match(r"Definition\s+([A-Za-z_][A-Za-z0-9_']*)\s*:\s*Prop\s*:=", one.text)
        if match:
            found[match[1]] = one.line
    return found


def meaning(text: str, name: str = "source") -> tuple[str, ...]:
    """What a source defines and declares: its commands, also within proofs, without lemmas and questions to Coq.

    Tactics are no commands: what they build is opaque, as the guard refuses a proof that ends with Defined.

    >>> meaning("Definition a := 1.  Lemma b : P. Proof. Definition c := 2. easy. Qed.  Ltac d := exact 3.")
    ('Definition a := 1', 'Definition c := 2', 'Ltac d := exact 3')
    """
    commands = [(_core(one)[:1], one.text) for one in sentences(text, name) if one.command]
    return tuple(" ".join(text.split()) for first, text in commands if first and first[0] not in _MEANINGLESS)


def required(text: str, root: str, name: str = "source") -> tuple[str, ...]:
    """The files of the same development that a source requires, by their names."""
    found: list[str] = []
    for one in sentences(text, name):
        match = re.match(r"(?:From\s+([\w.]+)\s+)?Require\s+(?:Import\s+|Export\s+)?(.*)", one.text, re.DOTALL)
        if match:
            names = re.split(r"\s+", match[2].strip())
            if match[1] == root:
                found += names
            elif match[1] is None:
                found += [word.removeprefix(f"{root}.") for word in names if word.startswith(f"{root}.")]
    return tuple(dict.fromkeys(found))


def _core(one: Sentence) -> tuple[str, ...]:
    """The words of a sentence after Local, Global and the like."""
    words = one.words if one.command else ()
    while words and words[0] in ("Local", "Global"):
        words = words[1:]
    return words
