"""Wrong claims before the engines: constants lowered, terms and hypotheses dropped, counts too small.

Identities:   the arithmetic of the changed claim, which the engines prove for the right one.
Certificates: the two-sided error of one network, quantised values, sizes, the audit of intrinsic parameters.
Attack:       the error at adversarial points, for a function that comes near the right bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from verifier.attack.mutants import UNIT_FRAME
from verifier.attack.points import adversarial_points
from verifier.attack.pointwise import below, sample
from verifier.certificates.intrinsic import differential_audit
from verifier.certificates.quantisation import quantised
from verifier.certificates.size import within_printed_bounds
from verifier.certificates.sup_error import sup_error
from verifier.constructions.approximant import Approximant
from verifier.constructions.encoding import Frame, pack
from verifier.constructions.grid import make_grid
from verifier.constructions.sup_network import sup_network
from verifier.exact.decimal_text import decimal
from verifier.exact.dyadic import Dyadic
from verifier.identities.identity import Claim
from verifier.identities.term import Formula, Var, absolute, all_of, any_of, between, equal, integer, reals
from verifier.ledger.instance import Question, build
from verifier.ledger.mutant_case import Case, Checks, proved
from verifier.targets.expression import Expression
from verifier.targets.piecewise_linear import PiecewiseLinear
from verifier.targets.target import Target
from verifier.verdict import Kind, Verdict


def _ramp(c: Fraction) -> PiecewiseLinear:
    """max(x - c, 0): with s = 2 omega_f(1) the values at corners are quantised as badly as can be, for small c."""
    return PiecewiseLinear((Fraction(0), c, Fraction(1)), (Fraction(0), Fraction(0), 1 - c), f"max(x1 - {c}, 0)")


@dataclass(frozen=True)
class _Bound:
    """A wrong right-hand side for the sup norm, beside the right one, for a function that comes near the right one."""

    name: str
    family: str
    target: Target
    approximant: Callable[[], Approximant]
    wrong: Callable[[Approximant], Fraction]
    right: Callable[[Approximant], Fraction]
    claim: Claim
    true: Claim
    budget: int = 4000


def _bound_case(one: _Bound) -> Case:
    approximant = one.approximant()

    def certified(bound: Fraction) -> Verdict:
        found = sup_error(one.target, approximant, Fraction(1, 100), budget=one.budget)
        evidence = (("x", str(found.witness)), ("error at least", str(found.lower)), ("bound", str(bound)))
        if found.lower > bound:
            return Verdict(Kind.REFUTED, f"error >= {decimal(found.lower, 5)} > {decimal(bound, 5)}", evidence)
        if found.upper <= bound:
            return Verdict(Kind.CERTIFIED, f"error <= {decimal(found.upper, 5)} <= {decimal(bound, 5)}", evidence)
        return Verdict(Kind.UNDECIDED, "the bound lies between the two bounds of the error", evidence)

    def attacked(bound: Fraction) -> Verdict:
        kinks = [one.target.breakpoints(axis) for axis in range(approximant.grid.d)]
        points = adversarial_points(approximant.grid, 400, kinks)
        samples = sample(one.target, approximant, points, lambda done, total: None)
        return below(samples, approximant, bound, cells_only=False)

    def checks(claim: Claim, bound: Fraction) -> Checks:
        return (("identities", lambda: proved((claim,))), ("certificates", lambda: certified(bound)),
                ("attack", lambda: attacked(bound)))  # fmt: skip

    return Case(one.name, one.family, checks(one.claim, one.wrong(approximant)), checks(one.true, one.right(approximant)))


def _bounds() -> Iterator[_Bound]:
    c = Fraction(1, 1 << 10)
    ramp = _ramp(c)
    grid = make_grid(1, 3, delta=Fraction(1, 1 << 11))
    omega, unit, lam = reals("omega h L")  # h = sqrt(d) 2^-n
    question = Question("2.2", ramp, 3, delta=grid.delta.fraction)

    def in_omega(factor: Fraction | int) -> Claim:
        (scaled,) = reals("V")  # 2^-n omega_f(sqrt d), at most L h
        hypotheses = (lam * unit >= 0, omega <= lam * unit, scaled <= lam * unit)
        conclusion = omega + 2 * scaled <= Fraction(factor) * lam * unit
        return Claim(f"omega + 2^(1-n) omega_f(sqrt d) <= {factor} L h", (omega, scaled, lam, unit), hypotheses, conclusion)

    def multiple(factor: Fraction) -> Callable[[Approximant], Fraction]:
        return lambda a: factor * ramp.lipschitz() / a.grid.K

    for theorem in ("2.2", "2.3"):
        asked = replace(question, theorem=theorem)
        yield _Bound(
            f"Theorem {theorem}: 5 lambda sqrt(d) 2^-n -> 2.9 lambda sqrt(d) 2^-n", f"constant of {theorem}", ramp,
            lambda asked=asked: build(asked), multiple(Fraction(29, 10)), multiple(Fraction(3)),  # type: ignore[misc]
            in_omega(Fraction(29, 10)), in_omega(3),
        )  # fmt: skip

    def parts(modulus: Fraction, share: Fraction, target: Target) -> Callable[[Approximant], Fraction]:
        def bound(a: Approximant) -> Fraction:
            step = target.modulus_of_root(Fraction(a.grid.d, a.grid.K**2))
            return modulus * step + share * a.code.frame.s.fraction / a.grid.K

        return bound

    (v, e) = reals("V e")  # e: the error; V = 2^-n s
    for name, modulus, share in (
        ("2^(1-n) omega_f(sqrt d) -> 2^-n omega_f(sqrt d)", 1, Fraction(1, 2)),
        ("omega_f(sqrt(d)/K) dropped", 0, Fraction(1)),
        ("the term of the quantisation dropped", 1, Fraction(0)),
        ("omega_f(sqrt(d)/K) -> half of it", Fraction(1, 2), Fraction(1)),
    ):
        wrong = Claim(name, (e, omega, v), (omega >= 0, v >= 0, e <= omega + v), e <= modulus * omega + share * v)
        true = Claim("2.2'", (e, omega, v), (omega >= 0, v >= 0, e <= omega + v), e <= omega + v)
        yield _Bound(f"Theorem 2.2': {name}", "terms of 2.2'", ramp, lambda: build(question),
                     parts(Fraction(modulus), share, ramp), parts(Fraction(1), Fraction(1), ramp), wrong, true)  # fmt: skip

    plane = Expression("max(x1 + x2 - 1/256, 0)", 2)
    flat = Question("2.2", plane, 2, delta=Fraction(1, 1 << 10))

    def straight(a: Approximant) -> Fraction:
        return plane.modulus_of_root(Fraction(1, a.grid.K**2)) + a.code.frame.s.fraction / a.grid.K

    a1, a2, u = reals("a1 a2 u")
    box = (between(0, a1, u), between(0, a2, u))
    yield _Bound("Theorem 2.2', d = 2: omega_f(sqrt(d)/K) -> omega_f(1/K)", "modulus of 2.2', d = 2", plane,
                 lambda: build(flat), straight, parts(Fraction(1), Fraction(1), plane),
                 Claim("a corner of a cell is within 1/K", (a1, a2, u), box, a1 * a1 + a2 * a2 <= u * u),
                 Claim("a corner of a cell is within sqrt(2)/K", (a1, a2, u), box, a1 * a1 + a2 * a2 <= 2 * u * u))  # fmt: skip


def wrong_claims() -> Iterator[Case]:
    """All of them, in a fixed order."""
    for one in _bounds():
        yield _bound_case(one)
    yield _uncapped()
    yield _outside_the_frame()
    yield _smaller()
    yield _fewer_intrinsic()


def _quantisation_case(name: str, target: Target, outer: Frame, wrong: tuple[int, ...], claim: Claim, true: Claim) -> Case:
    """Cell values that a wrong rule gives, for a function and a frame."""
    grid = make_grid(1, 2)
    right_frame, right_cells = Frame(Dyadic(1), Dyadic(0)), (0, 2, 3, 3)

    def checks(used: Frame, cells: tuple[int, ...], said: Claim) -> Checks:
        approximant = sup_network(grid, pack(cells, grid.n, used))
        bound = target.modulus_of_root(Fraction(1, grid.K**2)) + used.s.fraction / grid.K

        def attacked() -> Verdict:
            points = adversarial_points(grid, 400, [target.breakpoints(0)])
            return below(sample(target, approximant, points, lambda done, total: None), approximant, bound, cells_only=False)

        return (("identities", lambda: proved((said,))),
                ("certificates", lambda: quantised(target, grid, approximant.code)), ("attack", attacked))  # fmt: skip

    return Case(name, "quantisation", checks(outer, wrong, claim), checks(right_frame, right_cells, true))


def _capped(ft: Var, q: Var, hypotheses: Sequence[Formula], name: str) -> Claim:
    within = all_of(absolute(ft - q) <= 1, between(0, q, 3))
    return Claim(name, (ft, q), tuple(hypotheses), within)


def _uncapped() -> Case:
    """floor instead of the capped floor: ft = 1 gives 2^n, which has no n digits; its last n digits are 0."""
    (ft,), q = reals("ft"), integer("q")
    unit, floor_ = between(0, ft, 4), all_of(q <= ft, ft < q + 1)
    capped = any_of(all_of(floor_, q <= 3), all_of(ft >= 4, equal(q, 3)))
    target = PiecewiseLinear((Fraction(0), Fraction(1, 2), Fraction(1)), (Fraction(0), Fraction(1), Fraction(1)), "min(2 x1, 1)")
    return _quantisation_case("floor in place of the capped floor", target, Frame(Dyadic(1), Dyadic(0)), (0, 2, 0, 0),
                              _capped(ft, q, (unit, floor_), "floor gives n digits, n = 2"),
                              _capped(ft, q, (unit, capped), "the capped floor gives n digits, n = 2"))  # fmt: skip


def _outside_the_frame() -> Case:
    """The hypothesis that ft maps into [0, 1] dropped: s is half the oscillation."""
    (ft,), q = reals("ft"), integer("q")
    unit, floor_ = between(0, ft, 4), all_of(q <= ft, ft < q + 1)
    capped = any_of(all_of(floor_, q <= 3), all_of(ft >= 4, equal(q, 3)))
    target = PiecewiseLinear((Fraction(0), Fraction(1, 2), Fraction(1)), (Fraction(0), Fraction(1), Fraction(1)), "min(2 x1, 1)")
    return _quantisation_case("hypothesis dropped: ft <= 1", target, Frame(Dyadic(1, -3), Dyadic(0)), (0, 3, 3, 3),
                              _capped(ft, q, (ft >= 0, capped), "the capped floor without ft <= 1"),
                              _capped(ft, q, (unit, capped), "the capped floor gives n digits, n = 2"))  # fmt: skip


def _smaller() -> Case:
    """phi1 in 2^(dn+3) parameters in place of 2^(dn+4)."""
    def sized(shift: int) -> Verdict:
        approximant = sup_network(make_grid(1, 3), pack((0,) * 8, 3, UNIT_FRAME))
        parts = tuple(replace(part, bound=part.bound >> shift) for part in approximant.parts)
        return within_printed_bounds(replace(approximant, parts=parts))

    k = integer("K")

    def fits(factor: int) -> Claim:
        return Claim(f"9 K - 7 <= {factor} K, d = 1", (k,), (k >= 2,), 9 * k - 7 <= factor * k)

    return Case("sizes: the bounds of phi1 and phi2 divided by 16 (phi1: 2^(dn+1))", "sizes",
                (("identities", lambda: proved((fits(2),))), ("certificates", lambda: sized(4))),
                (("identities", lambda: proved((fits(16),))), ("certificates", lambda: sized(0))))  # fmt: skip


def _fewer_intrinsic() -> Case:
    """The literal network of 2.2 said to have n + 2 intrinsic parameters in place of 3^d n + 2."""
    def audited(layout: str) -> Verdict:
        grid = make_grid(1, 2)
        codes = [pack(cells, 2, Frame(Dyadic(s), Dyadic(b))) for cells, s, b in
                 (((0, 1, 2, 3), 1, 0), ((3, 2, 1, 0), 3, 1), ((1, 3, 0, 2), 5, 7))]  # fmt: skip
        networks = [replace(sup_network(grid, code), layout=layout) for code in codes]
        verdict = differential_audit(networks[0], networks[1:])
        counted = (("intrinsic parameters in the literal layers", str(networks[0].intrinsic_count)),)
        return replace(verdict, evidence=verdict.evidence or counted)

    n = integer("n")

    def count(copies: int) -> Claim:
        return Claim("3 n + 2, d = 1", (n,), (n >= 1,), equal(3 * n + 2, copies * n + 2))

    return Case("Theorem 2.2: 3^d n + 2 -> n + 2 intrinsic, without sharing", "intrinsic parameters",
                (("identities", lambda: proved((count(1),))), ("certificates", lambda: audited("shared"))),
                (("identities", lambda: proved((count(3),))), ("certificates", lambda: audited("literal"))))  # fmt: skip
