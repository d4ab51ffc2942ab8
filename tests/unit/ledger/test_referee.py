"""verifier.ledger.referee: every job once, remembered by content, honest about scope."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from verifier.errors import EnginesDisagree, ResourceLimit
from verifier.identities import engines
from verifier.identities.identity import Answer
from verifier.ledger import memory, referee
from verifier.ledger.discover import load, proofs_folder
from verifier.ledger.obligation import Scope
from verifier.ledger.referee import Job, Settings, jobs, run_job, run_jobs, tasks
from verifier.ledger.theorem import Task
from verifier.verdict import Kind, Verdict

CLAMP = proofs_folder() / "syz22_b1_clamp.py"


def test_jobs_are_discharged_once_and_remembered(tmp_path: Path) -> None:
    """Catches a memory that is not used, not written, or that answers for something else."""
    settings = Settings(workers=2, memory=tmp_path)
    first = {done.job.index: done for done in run_jobs(jobs(CLAMP), settings)}
    assert [done.verdict.kind for done in first.values()] == [Kind.PROVED] * 5
    assert not any(done.remembered for done in first.values())
    second = {done.job.index: done for done in run_jobs(jobs(CLAMP), settings)}
    assert all(done.remembered for done in second.values())
    assert {i: d.verdict for i, d in first.items()} == {i: d.verdict for i, d in second.items()}
    assert len({referee._key(job) for job in (*jobs(CLAMP), *jobs(CLAMP, sabotage=True))}) == 7


def test_a_damaged_memory_is_not_believed(tmp_path: Path) -> None:
    """Catches a crash or a verdict from half a file."""
    settings = Settings(memory=tmp_path)
    job = jobs(CLAMP)[0]
    for text in ("", "{", '{"kind": "splendid", "detail": "", "evidence": [], "seconds": 0}', "[]", json.dumps({"kind": "proved"})):
        (tmp_path / f"{referee._key(job)}.json").write_text(text)
        (done,) = run_jobs([job], settings)
        assert done.verdict.kind is Kind.PROVED
        assert not done.remembered


def test_the_key_changes_with_the_sources_and_the_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches verdicts that outlive what they were about."""
    job = jobs(CLAMP)[0]
    before = referee._key(job)
    monkeypatch.setattr(memory, "versions", lambda: "z3-solver 0")
    assert referee._key(job) != before
    monkeypatch.undo()
    monkeypatch.setattr(memory, "sources", lambda folder=None: "other")
    assert referee._key(job) != before


@pytest.mark.parametrize("scope", Scope)
def test_a_computation_proves_nothing(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches PROVED for what no engine has seen: a theorem file whose check says so would be believed."""
    check = {"check": lambda: Verdict(Kind.PROVED, "all of it")}
    monkeypatch.setattr(Job, "task", property(lambda self: Task("t", "1 = 2", scope, "m", None, **check)))
    assert run_job(Job(CLAMP, 0), 1000)[0].kind is Kind.CERTIFIED


def test_what_is_given_is_a_task_of_its_own() -> None:
    """Catches given facts that nobody tries to satisfy: where they are given, and where two theorems that give meet."""
    names = {name: [task.name for task in tasks(proofs_folder() / f"{name}.py")] for name in ("uniform_2_2", "syz22_2_2")}
    assert all(found[-1] == "what is given of data can hold" for found in names.values())
    assert len(tasks(CLAMP)) == len(list(load(CLAMP).tasks()))


def test_a_check_that_stops_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a computation that is refused and then counted as shown."""

    def refuse() -> Verdict:
        raise ResourceLimit("too large")

    monkeypatch.setattr(Job, "task", property(lambda self: Task("t", "t", Scope.INSTANCE, "m", None, refuse)))
    verdict, _ = run_job(Job(CLAMP, 0), 1000)
    assert verdict.kind is Kind.UNDECIDED
    assert "too large" in verdict.detail


def test_a_lying_engine_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a disagreement between the engines that is settled in silence."""
    wrong = jobs(CLAMP, sabotage=True)[0]
    table = {"cases": lambda claim, timeout: Answer(Kind.PROVED, "trust me"), "smt": engines.ENGINES["smt"]}

    def lying(claim: object, timeout: int) -> object:
        return engines.prove(claim, timeout=timeout, table=table)  # type: ignore[arg-type]

    monkeypatch.setattr(referee, "prove", lying)
    with pytest.raises(EnginesDisagree):
        run_job(wrong, 10_000)


def slow(job: Job, timeout: int) -> tuple[Verdict, float]:
    """The first job at once, the others in a minute."""
    if job.index:
        time.sleep(60)
    return Verdict(Kind.PROVED, "at once"), 0.0


def test_nobody_waits_for_jobs_that_nobody_wants(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches Ctrl-C that takes as long as the slowest engine, and processes that are left behind."""
    monkeypatch.setattr(referee, "run_job", slow)
    before = set(multiprocessing.active_children())
    start = time.monotonic()
    results = run_jobs(jobs(CLAMP), Settings(workers=2))
    assert next(results).job.index == 0
    assert set(multiprocessing.active_children()) - before
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 30
    assert not set(multiprocessing.active_children()) - before


def deaf(job: Job, timeout: int) -> tuple[Verdict, float]:
    """Ctrl-C, as it reaches every process of a terminal."""
    os.kill(os.getpid(), signal.SIGINT)
    return Verdict(Kind.PROVED, "heard nothing"), 0.0


def test_workers_leave_ctrl_c_to_the_one_that_started_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a traceback for every worker."""
    monkeypatch.setattr(referee, "run_job", deaf)
    assert [done.verdict.detail for done in run_jobs(jobs(CLAMP), Settings(workers=2))] == ["heard nothing"] * 5
