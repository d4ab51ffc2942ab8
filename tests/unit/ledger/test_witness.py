"""Witness files: written whole, replayed, and refused when anything is changed."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from verifier.attack.search import Found, attack
from verifier.errors import InvalidCertificate, InvalidInput, VerifierError
from verifier.files import read_json
from verifier.ledger.discover import load, proofs_folder
from verifier.ledger.witness import pinned_instances, replay, witness_data, witness_path, write_witness
from verifier.verdict import Kind

NAME = "finding_e5_one_class"
THEOREM = load(proofs_folder() / f"{NAME}.py")
(CLAIM,) = THEOREM.attacks
BIT = load(proofs_folder() / "syz22_b1_bit.py")


def found(claim: Any = CLAIM, seed: int = 0) -> Found:
    seen = attack(claim, seed=seed, examples=100)
    assert seen.found is not None
    return seen.found


FOUND = found()
DATA = witness_data(THEOREM, CLAIM, FOUND, 0)


def kind(data: Any) -> Kind:
    (outcome,) = replay(data).outcomes
    return outcome.verdict.kind


def test_counterexample_and_largest_ratio_replay(tmp_path: Path) -> None:
    """Catches a witness that does not survive the file."""
    path = write_witness(tmp_path, THEOREM, CLAIM, FOUND, 0)
    assert path == witness_path(tmp_path, THEOREM, CLAIM) == tmp_path / f"{NAME}.one_delta_for_lipschitz_1.json"
    assert kind(read_json(path)) is Kind.CERTIFIED and DATA["kind"] == "counterexample"
    for claim in BIT.attacks:
        data = witness_data(BIT, claim, found(claim), 0)
        assert data["kind"] == "largest ratio" and kind(json.loads(json.dumps(data))) is Kind.CERTIFIED


def test_same_seed_same_file(tmp_path: Path) -> None:
    """Catches a time or a counter in the file."""
    first = write_witness(tmp_path, THEOREM, CLAIM, FOUND, 0).read_bytes()
    assert write_witness(tmp_path, THEOREM, CLAIM, found(), 0).read_bytes() == first
    assert [one.name for one in tmp_path.iterdir()] == [f"{NAME}.one_delta_for_lipschitz_1.json"]


@pytest.mark.parametrize(
    ("key", "value"),
    [("error", "1/3"), ("bound", "1/8"), ("bound", "1/2"), ("kind", "largest ratio"), ("witness", {"x": "(0)", "axis": 2}), ("witness", {})],
)
def test_changed_facts_are_refuted(key: str, value: Any) -> None:
    """Catches a replay that believes what is written."""
    assert kind({**DATA, key: value}) is Kind.REFUTED


def test_another_instance_is_refuted() -> None:
    """Catches a replay that does not evaluate the instance: the values of the function are doubled at one place."""
    data = copy.deepcopy(DATA)
    target = data["instance"]["tuple"][0]["target"]
    target["values"] = [str(2 * Fraction(value)) if place else value for place, value in enumerate(target["values"])]
    target["values"][-1] = "7"
    assert kind(data) is Kind.REFUTED


@pytest.mark.parametrize(
    ("key", "value"),
    [("format", "other"), ("version", 2), ("error", "0.5"), ("error", "1/0"), ("error", 3), ("kind", "rumour"), ("witness", []),
     ("instance", {}), ("instance", {"integer": "3"}), ("theorem", 5), ("extra", 1), ("claim", None),
     ("statement", "anything at all"), ("seed", "0"), ("seed", True), ("version", True)],
)  # fmt: skip
def test_malformed_witnesses_are_refused(key: str, value: Any) -> None:
    """Catches a crash, or belief, at data that are no witness."""
    with pytest.raises(VerifierError):
        replay({**DATA, key: value})


@pytest.mark.parametrize("data", [None, [], {}, "x", {"format": "attack-witness"}])
def test_other_data_are_refused(data: Any) -> None:
    """Catches a crash at other files."""
    with pytest.raises(InvalidCertificate):
        replay(data)


def test_unknown_names() -> None:
    """Catches a path in a witness that is loaded, and a claim that does not exist."""
    for name in ("nothing", "../finding_e5_one_class", "/etc/passwd", "__init__", "os"):
        with pytest.raises(VerifierError):
            replay({**DATA, "theorem": name})
    with pytest.raises(InvalidInput, match="claim"):
        replay({**DATA, "claim": "nothing"})
    with pytest.raises(InvalidInput, match="theorem file"):
        replay(DATA, theorem_file=proofs_folder() / "syz22_b1_bit.py")
    assert replay(DATA, theorem_file=proofs_folder() / f"{NAME}.py").outcomes[0].verdict.kind is Kind.CERTIFIED


def test_only_counterexamples_are_pinned(tmp_path: Path) -> None:
    """Catches a largest ratio that is tried first for ever, and a counterexample that is not."""
    assert list(pinned_instances(tmp_path, THEOREM, CLAIM)) == []
    write_witness(tmp_path, THEOREM, CLAIM, FOUND, 0)
    (pinned,) = pinned_instances(tmp_path, THEOREM, CLAIM)
    assert attack(CLAIM, examples=1, pinned=[pinned]).verdict.kind is Kind.REFUTED
    claim = BIT.attacks[0]
    write_witness(tmp_path, BIT, claim, found(claim), 0)
    assert list(pinned_instances(tmp_path, BIT, claim)) == []


def forged(theorem: Any, name: str, instance: Any) -> dict[str, Any]:
    """What a forger writes: a trial that is evaluated rightly, of an instance of which the claim does not speak."""
    claim = next(one for one in theorem.attacks if one.name == name)
    worst = max(claim.evaluate(claim.from_data(instance)), key=lambda one: one.rank)
    assert worst.refutes
    return witness_data(theorem, claim, Found(instance, worst, 1), 0)


@pytest.mark.parametrize(
    ("file", "name", "instance"),
    [
        ("syz22_b1_bit", "digits", {"tuple": [{"integer": "7"}, {"integer": "-3"}]}),
        ("exact_product", "exact products", {"tuple": [{"integer": "2"}, {"dyadic": "5"}, {"dyadic": "1p-1"}]}),
        ("syz22_a4_product", "products", {"tuple": [{"integer": "1"}, {"integer": "1"}, {"dyadic": "9"}, {"dyadic": "9"}]}),
        ("y17_square", "square", {"tuple": [{"integer": "2"}, {"dyadic": "9"}]}),
        (
            "syz22_b2_partition",
            "partition",
            {"tuple": [{"grid": {"d": 1, "n": 2, "delta": "1p-4"}}, {"tuple": [{"tuple": [{"fraction": "9"}]}]}]},
        ),
    ],
)
def test_no_counterexample_outside_the_hypotheses(file: str, name: str, instance: Any, tmp_path: Path) -> None:
    """Catches a forged witness against a proved theorem: all numbers are right, but the hypotheses do not hold."""
    theorem = load(proofs_folder() / f"{file}.py")
    data = forged(theorem, name, instance)
    with pytest.raises(InvalidCertificate, match="outside of what the claim speaks of"):
        replay(data)
    claim = next(one for one in theorem.attacks if one.name == name)
    witness_path(tmp_path, theorem, claim).write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InvalidCertificate, match="outside of what the claim speaks of"):
        list(pinned_instances(tmp_path, theorem, claim))


@pytest.mark.parametrize("instance", ["hello", {"tuple": []}, [[[]]], {"integer": "3"}])
def test_a_pinned_file_with_a_strange_instance(instance: Any, tmp_path: Path) -> None:
    """Catches a traceback of an attack whose folder holds a damaged witness."""
    witness_path(tmp_path, THEOREM, CLAIM).write_text(json.dumps({**DATA, "instance": instance}), encoding="utf-8")
    with pytest.raises(InvalidCertificate, match="instance"):
        list(pinned_instances(tmp_path, THEOREM, CLAIM))


def test_claims_of_one_theorem_have_different_files() -> None:
    """Catches a witness that overwrites that of another claim, whose name differs by signs only."""
    claims = tuple(replace(CLAIM, name=name) for name in ("f <= g", "f >= g", "one"))
    theorem = replace(THEOREM, attacks=claims)
    names = [witness_path(Path("."), theorem, claim).name for claim in claims]
    assert len(set(names)) == 3 and names[2] == f"{NAME}.one.json"


def test_an_instance_too_large_to_evaluate_is_refused_at_once() -> None:
    """Catches a small file that keeps the replay busy for ever."""
    theorem = load(proofs_folder() / "syz22_b2_exponential.py")
    claim = next(one for one in theorem.attacks if one.name == "exponential")
    data = {**witness_data(theorem, claim, found(claim), 0), "instance": {"tuple": [{"integer": "100000000"}, {"dyadic": "1"}]}}
    with pytest.raises(InvalidCertificate, match="outside of what the claim speaks of"):
        replay(data)


def test_what_a_replay_does_not_check_is_said() -> None:
    """Catches words for routes that a claim does not have, and silence on hypotheses that nobody tested."""
    theorem = load(proofs_folder() / "syz22_b2_partition.py")
    (claim,) = theorem.attacks
    (outcome,) = replay(witness_data(theorem, claim, found(claim), 0)).outcomes
    assert outcome.obligation.method.endswith("by the route of the search alone")
    assert outcome.obligation.name == "largest ratio of partition, as one trial"
    assert outcome.verdict.detail.endswith("evaluated 1 time")
    (outcome,) = replay(DATA).outcomes
    unsaid = "that the claim speaks of this instance was not checked"
    assert (unsaid in outcome.verdict.detail) is (CLAIM.admits is None)
