"""The obligations of one theorem for one target: codes, digits, precision, sizes, intrinsic parameters, error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from verifier.attack.points import adversarial_points
from verifier.attack.pointwise import Sample, below, bounds, sample
from verifier.certificates.gaps import gaps_are_narrow
from verifier.certificates.intrinsic import differential_audit, expected_intrinsic
from verifier.certificates.quantisation import framed, quantised
from verifier.certificates.readback import law_of, read_every_cell, reading_error
from verifier.certificates.size import within_printed_bounds
from verifier.constructions.approximant import Approximant
from verifier.constructions.encoding import Code, encode, pack
from verifier.constructions.grid import MAX_CELLS, Grid, make_grid
from verifier.constructions.lp_network import lp_network
from verifier.constructions.sup_network import LAYOUTS, sup_network
from verifier.constructions.three_parameters import ROUTES, three_parameters
from verifier.errors import InvalidInput, ResourceLimit
from verifier.exact.decimal_text import decimal, decimal_up
from verifier.ledger.obligation import Check, Obligation, Progress, Scope
from verifier.network.meaning import Exact, Mpmath
from verifier.targets.expression import Expression
from verifier.targets.target import Hypothesis, Target
from verifier.verdict import Kind, Verdict

THEOREMS: Final = ("2.1", "2.2", "2.3")
MAX_PARAMETERS: Final = 5_000_000
MAX_POINTS: Final = 100_000
_POINT_BUDGET: Final = 30_000_000  # parameters touched by the attack on one network


def layouts(theorem: str) -> tuple[str, ...]:
    """The layouts or routes in which the network of a theorem can be built, the default first."""
    known: dict[str, tuple[str, ...]] = {"2.1": ("printed",), "2.2": LAYOUTS, "2.3": ROUTES}
    return known[theorem]


@dataclass(frozen=True, slots=True)
class Question:
    """Which theorem, for which target, on which grid, in which layout or route."""

    theorem: str
    target: Target
    n: int
    p: Fraction = Fraction(2)
    delta: Fraction | None = None
    layout: str | None = None
    max_cells: int = MAX_CELLS
    max_parameters: int = MAX_PARAMETERS

    def __post_init__(self) -> None:
        if self.theorem not in THEOREMS:
            raise InvalidInput.argument("theorem", self.theorem, f"one of {', '.join(THEOREMS)}")
        allowed = layouts(self.theorem)
        if self.layout is not None and self.layout not in allowed:
            raise InvalidInput.argument("layout", self.layout, f"one of {', '.join(allowed)} for Theorem {self.theorem}")

    def grid(self) -> Grid:
        """The grid with the theorem's delta, or the one asked for."""
        p = self.p if self.theorem == "2.1" else None
        return make_grid(self.target.dimension, self.n, p=p, delta=self.delta, max_cells=self.max_cells)


def build(question: Question) -> Approximant:
    """Encode the target and build the network of the theorem.

    Raises:  ResourceLimit before anything is built that would be larger than question.max_parameters.
    """
    grid = question.grid()
    estimate = parameter_estimate(question, grid)
    if estimate > question.max_parameters:
        raise ResourceLimit.cost(
            f"Theorem {question.theorem} at d = {grid.d}, n = {grid.n}", f"about {estimate:,} parameters",
            f"{question.max_parameters:,}", "option --max-parameters",
        )  # fmt: skip
    return assemble(question, grid, encode(question.target, grid))


def assemble(question: Question, grid: Grid, code: Code) -> Approximant:
    """The network of the theorem for given numbers."""
    if question.theorem == "2.1":
        return lp_network(grid, code, question.p)
    if question.theorem == "2.2":
        return sup_network(grid, code, question.layout or "literal")
    return three_parameters(grid, code, question.layout or "compact")


def parameter_estimate(question: Question, grid: Grid) -> int:
    """An upper estimate of the stored parameters, from the size formulas of the blocks."""
    n, cells, copies = grid.n, grid.J, int(3**grid.d)
    single = 6 * grid.d * grid.K + 3 * cells + n * (12 * cells + 12) + 16
    if question.theorem == "2.1":
        return single
    readers = copies * (single + 60)
    layout = question.layout or ("literal" if question.theorem == "2.2" else "compact")
    products = copies * cells * (6 * n + 4)
    unpacking = grid.m * n * (2 * grid.d + 2 * n + 16)
    estimates: dict[str, int] = {
        "literal": readers,
        "shared": readers + products,
        "compact": readers + products + unpacking,
        "direct": copies * (6 * grid.d * grid.K + n * (12 * n * cells + 12) + 80) + products + 64,
        "printed": readers + unpacking + 10 * (2 * cells + n + 2) * copies * (n + 1) + (6 << min(grid.m * n, 17)),
    }
    return estimates[layout]


def right_hand_sides(question: Question, approximant: Approximant) -> tuple[tuple[str, str, Fraction], ...]:
    """The bounds that are compared with the error: (label, formula, proved upper bound of the formula)."""
    found = bounds(question.target, approximant, reading_error(approximant))
    omega = "omega_f(sqrt(d)/K)"
    if approximant.p is not None:
        return ((f"L^{approximant.p} bound, as printed", f"{omega} + 2^(2-n) omega_f(sqrt d)", found.printed),)
    printed = "bound of 2.2, as printed"
    repaired = "bound of Theorem 2.2'"
    if reading_error(approximant):
        return ((printed, f"{omega} + 2^(2-n) omega_f(sqrt d)", found.printed),
                (f"{repaired} + 3 eta s", f"{omega} + 2^(1-n) omega_f(sqrt d) + 3 eta s", found.repaired))  # fmt: skip
    return ((printed, f"{omega} + 2^(2-n) omega_f(sqrt d)", found.printed),
            (repaired, f"{omega} + 2^(1-n) omega_f(sqrt d)", found.repaired))  # fmt: skip


def facts(question: Question, approximant: Approximant) -> tuple[tuple[str, str], ...]:
    """What a reader wants to know before the obligations: numbers and hypotheses."""
    grid, code, network = approximant.grid, approximant.code, approximant.network
    target = question.target
    low, high = target.oscillation_lower(), target.oscillation()
    lines = [
        ("target", target.name),
        ("grid", f"d = {grid.d}, n = {grid.n}, K = {grid.K}, {grid.J} cells, delta = {grid.delta.fraction}"),
        ("network", f"depth {network.depth}, width {network.width}, {network.size} stored parameters "
                    f"({network.dense_size} dense), {approximant.intrinsic_count} intrinsic"),
        ("v", f"{grid.m * grid.n} bits"),
        ("s, b", f"{decimal(code.frame.s.fraction, 6)}, {decimal(code.frame.b.fraction, 6)}"),
        ("omega_f(sqrt d)", f"{_enclosed(decimal(low, 6), decimal(high, 6))}; bounds are computed with W = s/2"),
    ]  # fmt: skip
    for label, formula, bound in right_hand_sides(question, approximant):
        lines.append((label, f"{formula} <= {decimal_up(bound, 5)}"))
    lines.extend(_modulus(one) for one in target.hypotheses())
    return tuple(lines)


def _enclosed(low: str, high: str) -> str:
    return f"{low} (lower and upper bound agree in these digits)" if low == high else f"between {low} and {high}"


def _modulus(one: Hypothesis) -> tuple[str, str]:
    """What is proved is no hypothesis."""
    if one.how == "declared by the user":
        return "hypothesis", str(one)
    return "modulus of continuity", f"{one.statement}; {one.how.replace('proved: ', 'proved by ')}"


def obligations(
    question: Question, approximant: Approximant, *, points: int | None = None, seed: int = 0
) -> Iterator[Obligation]:
    """Everything that is checked for one instance."""
    grid, code, target = approximant.grid, approximant.code, question.target

    def make(name: str, claim: str, method: str, check: Check) -> Obligation:
        return Obligation(name, claim, Scope.INSTANCE, method, check)

    yield make("frame", "(f - b)/s maps the cube into [0, 1]", "proved range of f",
               lambda progress: framed(target.range(), code))  # fmt: skip
    yield make("cell values", "|ft(x_beta) - q_beta 2^-n| <= 2^-n for every cell", "enclosures of f at the corners",
               lambda progress: quantised(target, grid, code))  # fmt: skip
    law = law_of(approximant)
    reading = "the literal network reads every digit of every cell, at one point inside it"
    yield make("digits, exact", reading, "literal layers in exact integers",
               lambda progress: read_every_cell(approximant, Exact(), progress))  # fmt: skip
    yield make("digits, mpmath", f"the same in mpmath at {law} bits, the precision law", "literal layers in mpmath",
               lambda progress: read_every_cell(approximant, Mpmath(law), progress))  # fmt: skip
    if approximant.parts:
        yield make("sizes", "stored parameters within the printed bounds", "counted in the literal layers",
                   lambda progress: within_printed_bounds(approximant))  # fmt: skip
    yield make("intrinsic parameters",
               f"exactly {expected_intrinsic(approximant)} stored parameters depend on the target, phi does not",
               "differential audit over several targets and SHA-256 of the rest",
               lambda progress: _audit(question, approximant))  # fmt: skip
    if approximant.p is not None:
        p = approximant.p
        yield make("gaps", "the gaps contribute at most 2^-n s to the L^p norm", "integers",
                   lambda progress: gaps_are_narrow(grid, p))  # fmt: skip
    number = points or max(24, min(400, _POINT_BUDGET // approximant.network.size))
    kinks = [target.breakpoints(axis) for axis in range(grid.d)]
    chosen = adversarial_points(grid, number, kinks, seed)
    declared = [one for one in target.hypotheses() if one.how == "declared by the user"]
    for one in declared:
        yield make("hypothesis", one.statement, "declared by the user",
                   lambda progress, one=one: Verdict(Kind.ASSUMED, one.statement))  # type: ignore[misc]  # fmt: skip
    samples: list[Sample] = []

    def against(bound: Fraction, *, cells_only: bool = False) -> Check:
        def check(progress: Progress) -> Verdict:
            if not samples:  # evaluated once, compared with every bound
                samples.extend(sample(target, approximant, chosen, progress))
            verdict = below(samples, approximant, bound, cells_only=cells_only)
            if declared and verdict.kind is Kind.REFUTED:
                detail = f"the declared Hoelder class is false, or the theorem: {verdict.detail}"
                return Verdict(Kind.REFUTED, detail, verdict.evidence)
            return verdict

        return check

    method = "exact evaluation at adversarial points; the bound is a proved upper bound of this formula"
    if approximant.p is not None:
        found = bounds(target, approximant)
        yield make("error on cells", "|s psi + b - f| <= omega_f(sqrt(d)/K) + 2^-n s on cells, psi in [0, 1] in gaps",
                   method, against(found.repaired, cells_only=True))  # fmt: skip
    else:
        for label, formula, bound in right_hand_sides(question, approximant):
            yield make(f"error, {label}", f"|s psi + b - f| <= {formula} on the cube", method, against(bound))


def companions(dimension: int) -> list[Target]:
    """Other targets to compare with in the audit; their a_l, v, s and b differ."""
    mean = " + ".join(f"x{i}" for i in range(1, dimension + 1))
    texts = (f"({mean})/{dimension}", f"1 - ({mean})/{dimension}", f"5/7*x1**2 - 1/3*x{dimension} + 1/9")
    return [Expression(text, dimension) for text in texts]


def _audit(question: Question, approximant: Approximant) -> Verdict:
    grid = approximant.grid
    top = (1 << grid.n) - 1
    codes = [encode(target, grid) for target in companions(grid.d)]
    codes.append(pack(tuple(top - q for q in approximant.code.cells), grid.n, codes[0].frame))
    return differential_audit(approximant, [assemble(question, grid, code) for code in codes])


