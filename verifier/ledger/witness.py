"""Witness files of attacks: the worst trial of one claim as canonical JSON, written at every new best, verified by replay.

{"format": "attack-witness", "version": 1, "theorem", "claim", "statement", "kind": "counterexample" or "largest ratio",
 "instance", "witness", "error", "bound", "seed"}; fractions are texts.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from verifier.attack.claim import Attackable, Trial
from verifier.attack.search import Found
from verifier.errors import InvalidCertificate, InvalidInput, VerifierError
from verifier.exact.decimal_text import decimal
from verifier.files import canonical, digest, read_json, write_atomically
from verifier.ledger.discover import is_theorem, load, proofs_folder
from verifier.ledger.obligation import Obligation, Outcome, Progress, Scope, Section
from verifier.ledger.theorem import Theorem
from verifier.verdict import Kind, Verdict

FORMAT: Final = "attack-witness"
WITNESS = ("witness", "witnesses")
COUNTEREXAMPLE: Final = "counterexample"
LARGEST_RATIO: Final = "largest ratio"
_KEYS: Final = {"format", "version", "theorem", "claim", "statement", "kind", "instance", "witness", "error", "bound", "seed"}
_STRANGE: Final = (  # what a stranger's data can cause
    VerifierError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError,
)  # fmt: skip
_NUMBER: Final = re.compile(r"-?[0-9]{1,20000}(/[0-9]{1,20000})?")


def witness_data(theorem: Theorem, claim: Attackable[Any], found: Found, seed: int) -> dict[str, Any]:
    """The worst trial so far as plain JSON data; equal for equal seeds."""
    trial = found.trial
    return {
        "format": FORMAT,
        "version": 1,
        "theorem": theorem.name,
        "claim": claim.name,
        "statement": claim.statement,
        "kind": COUNTEREXAMPLE if trial.refutes else LARGEST_RATIO,
        "instance": found.instance,
        "witness": dict(trial.witness),
        "error": str(trial.error),
        "bound": str(trial.bound),
        "seed": seed,
    }


def witness_path(folder: Path, theorem: Theorem, claim: Attackable[Any]) -> Path:
    """Where the witness of a claim lies in a folder: no other claim of the theorem has its place."""
    words = _words(claim.name)
    if sum(_words(one.name) == words for one in theorem.attacks) > 1:
        words += f"_{digest(claim.name)[:8]}"
    return folder / f"{theorem.name}.{words}.json"


def write_witness(folder: Path, theorem: Theorem, claim: Attackable[Any], found: Found, seed: int) -> Path:
    """Write the witness atomically: a run that is killed leaves the last whole one."""
    path = witness_path(folder, theorem, claim)
    write_atomically(path, canonical(witness_data(theorem, claim, found, seed)) + "\n")
    return path


def pinned_instances(folder: Path, theorem: Theorem, claim: Attackable[Any]) -> Iterator[Any]:
    """The counterexample of an earlier run, as the first example of the next one.

    When it refutes no more, its file is overwritten by the next worst instance: keep a copy where it must stay a regression.

    Raises:  InvalidCertificate if the file is no witness, or its instance none of the claim's.
    """
    path = witness_path(folder, theorem, claim)
    if not path.is_file():
        return
    data = _checked(read_json(path), str(path))
    if data["kind"] == COUNTEREXAMPLE and (data["theorem"], data["claim"]) == (theorem.name, claim.name):
        try:
            instance = claim.rebuilt(data["instance"])
            deque(claim.evaluate(instance), maxlen=0)  # of an instance that is none of the claim's, anything may be raised
        except _STRANGE as error:
            raise InvalidCertificate(f"{path}: instance", " ".join(str(error).split())) from None
        yield instance


def replay(data: Any, path: str = "witness", theorem_file: Path | None = None) -> Section:
    """Verify a witness: the instance is rebuilt, the trial is evaluated by the search's route and by all that the claim has.

    CERTIFIED if all of them give the stated error and bound; REFUTED if one does not. Refused if the claim does not speak of
    the instance; a claim that cannot say (`admits`) is named in the verdict. That no other instance is worse, as "largest
    ratio" says of the search, is not verified. A witness never names a Python file: a
    theorem outside the project's folder is given by theorem_file.

    Raises:  InvalidCertificate if data is no such witness; InvalidInput for an unknown theorem or claim.
    """
    data = _checked(data, path)
    theorem = _theorem(data, path, theorem_file)
    claim = next((one for one in theorem.attacks if one.name == data["claim"]), None)
    if claim is None:
        raise InvalidInput.argument("claim", data["claim"], f"an attackable claim of {theorem.name}")
    if data["statement"] != claim.statement:
        raise InvalidCertificate(f"{path}: statement", f"the claim says: {claim.statement}")
    start = time.perf_counter()
    try:
        verdict = _verdict(claim, data, path)
    except InvalidCertificate:
        raise
    except _STRANGE as error:
        raise InvalidCertificate(f"{path}: instance", " ".join(str(error).split())) from None
    routes = "by the route of the search" + (" alone" if claim.again is None else ", then by all others of the claim")
    method = f"the instance rebuilt, the trial evaluated {routes}"
    sentence = f"error {_short(data['error'])} against bound {_short(data['bound'])}"
    name = claim.name if data["kind"] == COUNTEREXAMPLE else f"{claim.name}, as one trial"
    obligation = Obligation(f"{data['kind']} of {name}", sentence, Scope.INSTANCE, method, _replayed)
    outcome = Outcome(obligation, verdict, time.perf_counter() - start)
    facts = (("theorem", theorem.name), ("claim", claim.statement), ("kind", data["kind"]))
    return Section(WITNESS, theorem.name, f"{theorem.title}: {claim.name}", facts, (outcome,))


def _verdict(claim: Attackable[Any], data: dict[str, Any], path: str) -> Verdict:
    error, bound = _number(data["error"], f"{path}: error"), _number(data["bound"], f"{path}: bound")
    instance = claim.rebuilt(data["instance"])
    trials = [one for one in claim.evaluate(instance) if dict(one.witness) == data["witness"]]
    if not trials:
        return Verdict(Kind.REFUTED, f"the instance has no trial {canonical(data['witness'])}")
    if claim.again is not None:
        trials += claim.again(instance, data["witness"])
    for trial in trials:
        if (trial.error, trial.bound) != (error, bound):
            return Verdict(Kind.REFUTED, f"evaluated here: error {decimal(trial.error)}, bound {decimal(trial.bound)}")
    if (data["kind"] == COUNTEREXAMPLE) is not Trial(error, bound).refutes:
        return Verdict(Kind.REFUTED, f"a {data['kind']} with error {decimal(error)} and bound {decimal(bound)}")
    relation = ">" if error > bound else "<="
    more = f" by {decimal(abs(error - bound))}" if error != bound and decimal(error) == decimal(bound) else ""
    unsaid = "" if claim.admits is not None else "; that the claim speaks of this instance was not checked"
    count = f"{len(trials)} time{'s' if len(trials) != 1 else ''}"
    detail = f"error {decimal(error)} {relation} bound {decimal(bound)}{more}, evaluated {count}{unsaid}"
    return Verdict(Kind.CERTIFIED, detail)


def _theorem(data: dict[str, Any], path: str, theorem_file: Path | None) -> Theorem:
    if theorem_file is not None:
        theorem = load(theorem_file)
        if theorem.name != data["theorem"]:
            raise InvalidInput.argument("theorem file", str(theorem_file), f"the file of {data['theorem']}")
        return theorem
    if not is_theorem(data["theorem"]):
        raise InvalidInput(f"{path}: {data['theorem']!r} is no theorem of this project; give its file with --theorem FILE.py")
    return load(proofs_folder() / f"{data['theorem']}.py")


def _checked(data: Any, path: str) -> dict[str, Any]:
    """The fields of a witness, of the right types."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InvalidCertificate(path, f"not of the format {FORMAT!r}")
    if data.get("version") != 1 or isinstance(data["version"], bool):
        raise InvalidCertificate(path, "version 1 is expected")
    if set(data) != _KEYS:
        raise InvalidCertificate(path, f"expected the fields {', '.join(sorted(_KEYS))}")
    for key in ("theorem", "claim", "statement", "kind", "error", "bound"):
        if not isinstance(data[key], str):
            raise InvalidCertificate(f"{path}: {key}", "a text is expected")
    if data["kind"] not in (COUNTEREXAMPLE, LARGEST_RATIO):
        raise InvalidCertificate(f"{path}: kind", f"{COUNTEREXAMPLE} or {LARGEST_RATIO} is expected")
    if isinstance(data["seed"], bool) or not isinstance(data["seed"], int) or data["seed"] < 0:
        raise InvalidCertificate(f"{path}: seed", "an integer >= 0 is expected")
    if not isinstance(data["witness"], dict):
        raise InvalidCertificate(f"{path}: witness", "an object is expected")
    return data


def _number(text: str, path: str) -> Fraction:
    top, _, bottom = text.partition("/")
    if not _NUMBER.fullmatch(text) or (bottom and not int(bottom)):
        raise InvalidCertificate(path, "a fraction is expected")
    return Fraction(int(top), int(bottom or 1))


def _words(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "claim"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:50]}... ({len(text)} characters)"


def _replayed(advance: Progress) -> Verdict:
    """The check of an obligation that was replayed: asked again, it says so."""
    return Verdict(Kind.UNDECIDED, "replayed elsewhere")
