"""Discharge the obligations of theorems: each once, in parallel, with a memory on disk and a timeout for each engine."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from verifier.errors import VerifierError
from verifier.identities.engines import DEFAULT_TIMEOUT, prove
from verifier.ledger import given, memory
from verifier.ledger.discover import load, proofs_folder
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Task, Theorem, tasks_of
from verifier.verdict import Kind, Verdict


@dataclass(frozen=True, slots=True)
class Settings:
    """How obligations are discharged.

    timeout: milliseconds for each engine and claim.
    workers: processes.
    memory:  folder of remembered verdicts, or None.
    """

    timeout: int = DEFAULT_TIMEOUT
    workers: int = 1
    memory: Path | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One task of one theorem file: the number `index` among its obligations or its sabotages."""

    path: Path
    index: int
    sabotage: bool = False

    @property
    def task(self) -> Task:
        """The task itself, from the file."""
        return tasks(self.path, sabotage=self.sabotage)[self.index]


@dataclass(frozen=True, slots=True)
class Done:
    """A discharged job."""

    job: Job
    verdict: Verdict
    seconds: float
    remembered: bool


def jobs(path: Path, *, sabotage: bool = False) -> tuple[Job, ...]:
    """All jobs of a theorem file."""
    return tuple(Job(path, index, sabotage) for index in range(len(tasks(path, sabotage=sabotage))))


@cache
def tasks(path: Path, *, sabotage: bool = False) -> tuple[Task, ...]:
    """The tasks of a theorem file, with one for what is given of data; or its sabotages, one task each."""
    theorem = load(path)
    if sabotage:
        return tuple(tasks_of(one.step)[0] for one in theorem.sabotage)
    return (*theorem.tasks(), *_given(theorem, path))


def _given(theorem: Theorem, path: Path) -> tuple[Task, ...]:
    """Can what the theorem and those that it uses take as given hold together?"""
    known: dict[str, Theorem] = {}
    todo = list(theorem.uses)
    while todo:
        name = todo.pop()
        places = [folder / f"{name}.py" for folder in (path.parent, proofs_folder())]
        found = next((place for place in places if place.is_file()), None)
        if name not in known and found is not None:
            known[name] = load(found)
            todo.extend(known[name].uses)
    others = tuple(known[name] for name in sorted(known))
    if not given.takes(theorem, others):
        return ()
    claim = "the facts given of data have a model at small values of their variables, whatever the functions that are defined are"
    check = partial(given.check, theorem, others)
    return (Task(given.NAME, claim, Scope.INSTANCE, "z3, the model checked exactly", None, check),)


def run_job(job: Job, timeout: int) -> tuple[Verdict, float]:
    """Discharge one job in this process. A computation that raises a library error is UNDECIDED and says why."""
    start = time.perf_counter()
    task = job.task
    if task.claim is not None:
        verdict = prove(task.claim, timeout=timeout).verdict
    elif task.check is not None:
        try:
            verdict = task.check()
        except VerifierError as error:
            verdict = Verdict(Kind.UNDECIDED, f"the check stopped: {error}")
        verdict = _honest(verdict)
    return verdict, time.perf_counter() - start


def run_jobs(todo: Sequence[Job], settings: Settings) -> Iterator[Done]:
    """Discharge all jobs, in the order in which they finish; remembered ones first.

    Ends its processes on Ctrl-C, and when nobody asks for more.

    Raises:  EnginesDisagree, from any job, as soon as it happens.
    """
    open_jobs = []
    for job in todo:
        known = memory.verdict_of(memory.recall(settings.memory, _key(job))) if settings.memory else None
        if known is None:
            open_jobs.append(job)
        else:
            yield Done(job, *known, remembered=True)
    if settings.workers <= 1 or len(open_jobs) <= 1:
        for job in open_jobs:
            yield _finished(job, run_job(job, settings.timeout), settings)
        return
    others = set(multiprocessing.active_children())
    with ProcessPoolExecutor(settings.workers, initializer=_deaf) as pool:
        pending: dict[Future[tuple[Verdict, float]], Job] = {
            pool.submit(run_job, job, settings.timeout): job for job in open_jobs
        }
        try:
            while pending:
                finished, _ = wait(pending, return_when=FIRST_COMPLETED)
                for future in finished:
                    yield _finished(pending.pop(future), future.result(), settings)
        except BaseException:  # Ctrl-C, or nobody asks for more: nobody waits for what is still running
            for child in set(multiprocessing.active_children()) - others:
                child.terminate()
            raise


def _deaf() -> None:
    """Ctrl-C reaches every process of a terminal; the one that started the others ends them, without tracebacks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _honest(verdict: Verdict) -> Verdict:
    """PROVED is what both engines have closed; what a computation establishes is CERTIFIED."""
    if verdict.kind is Kind.PROVED:
        return Verdict(Kind.CERTIFIED, verdict.detail, verdict.evidence)
    return verdict


def _finished(job: Job, result: tuple[Verdict, float], settings: Settings) -> Done:
    verdict, seconds = result
    if settings.memory is not None and verdict.kind is not Kind.UNDECIDED:
        memory.keep(settings.memory, _key(job), memory.verdict_data(verdict, seconds))
    return Done(job, verdict, seconds, remembered=False)


def _key(job: Job) -> str:
    """Content hash: the statement, the sources of the library and of the theorem's folder, the engines' versions."""
    task = job.task
    statement = task.claim.canonical if task.claim is not None else task.text
    folders = memory.sources(Path(job.path).parent) + memory.sources(proofs_folder())
    return memory.key((task.name, statement, folders, memory.versions(), str(job.index), str(job.sabotage)))
