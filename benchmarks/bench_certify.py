"""Speed of certificates: certify and replay at d = 2, n = 3..6, with exact counts beside every time.

    python benchmarks/bench_certify.py             n = 3..5 and the promised limits at n = 5, about a minute
    python benchmarks/bench_certify.py --large     also n = 6 (4,096 cells, v of 49,152 bits)
    python benchmarks/bench_certify.py --assert    exit 1 if a promise is missed
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import verifier.checker
from verifier.files import canonical
from verifier.ledger.certification import certify, network_to_certify
from verifier.ledger.instance import Question
from verifier.targets.gallery import resolve

TARGET = "sin(3*x1)*x2 + x1**2/2"
CERTIFY_SECONDS, REPLAY_SECONDS, GROWTH = 10, 60, 2
missed: list[str] = []


def promise(what: str, value: float, most: float) -> str:
    if value > most:
        missed.append(f"{what}: {value:.2f} > {most}")
    return f"(promised: at most {most:g})"


def measure(theorem: str, n: int, folder: Path) -> tuple[float, float]:
    """Seconds to certify and to replay; one line with the counts."""
    target = resolve(TARGET)
    start = time.perf_counter()
    approximant = network_to_certify(Question(theorem, target, n, max_parameters=20_000_000))
    built = time.perf_counter()
    done = certify(target, approximant, Fraction(1, 8), {"command": "bench_certify"}, budget=40_000)
    certified = time.perf_counter()
    path = folder / f"{theorem}-{n}.json"
    path.write_text(canonical(done.data) + "\n")
    replayed = time.perf_counter()
    command = [sys.executable, "-I", verifier.checker.__file__, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    end = time.perf_counter()
    grid = approximant.grid
    last = run.stdout.splitlines()[-1][:9]
    seconds = {one.obligation.name: one.seconds for one in done.section.outcomes}
    error = " ".join(one.verdict.detail.split(";")[0] for one in done.section.outcomes if one.obligation.name == "error")
    size = f"{grid.J} cells, v of {grid.m * n} bits, {approximant.network.size} parameters"
    parts = ", ".join(f"{name} {seconds[name]:.2f}" for name in ("error", "digits", "second number system"))
    certify_time, replay_time = certified - built, end - replayed
    print(f"Theorem {theorem}, d = 2, n = {n}: {size}; {error}")
    print(f"  build {built - start:.2f} s, certify {certify_time:.2f} s ({parts}), replay {replay_time:.2f} s, {last}")
    each = [f"{1e6 * spent / grid.J:9.0f}" for spent in (certify_time, replay_time)]
    print(f"  microseconds for each cell: {each[0]} to certify, {each[1]} to replay")
    if last != "ACCEPTED ":
        missed.append(f"Theorem {theorem}, n = {n}: {run.stdout.splitlines()[-1][:200]}")
    return certified - start, replay_time


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--assert", dest="strict", action="store_true")
    options.add_argument("--large", action="store_true")
    args = options.parse_args()
    print(f"f = {TARGET}")
    times: dict[int, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        for n in (3, 4, 5, 6) if args.large else (3, 4, 5):
            times[n] = measure("2.2", n, Path(name))
        for theorem in ("2.3", "2.1"):
            measure(theorem, 4, Path(name))
    certify_time, replay_time = times[5]
    print(f"\nd = 2, n = 5 certified in {certify_time:.2f} s {promise('certify', certify_time, CERTIFY_SECONDS)}")
    print(f"d = 2, n = 5 replayed in {replay_time:.2f} s {promise('replay', replay_time, REPLAY_SECONDS)}")
    last = max(times)
    bits = 4 ** (last - 3)  # an a_l has 2J bits, and a reader 2J + 2 layers
    for label, k in (("certify", 0), ("replay", 1)):
        raw = (times[last][k] / 4**last) / (times[3][k] / 4**3)
        beyond = promise(f"{label} per cell", raw / bits, GROWTH)
        more = f"bits of each a_l: {bits} times as many; {raw / bits:.3f} {beyond}"
        print(f"cost per cell, {label}: n = {last} / n = 3 = {raw:.2f}; {more}")
    print("all promises kept" if not missed else "MISSED: " + "; ".join(missed))
    return 1 if args.strict and missed else 0


if __name__ == "__main__":
    sys.exit(main())
