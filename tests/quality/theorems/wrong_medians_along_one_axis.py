"""Wrong: for d = 2 medians along the first axis leave the gaps of the second."""

from __future__ import annotations

from fractions import Fraction

from verifier.attack.networks import Setting, network_error
from verifier.constructions.approximant import Approximant, finished, linear_map
from verifier.constructions.bit import reader
from verifier.constructions.encoding import Code
from verifier.constructions.exponential import phi1
from verifier.constructions.grid import Grid
from verifier.constructions.median import mid
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem
from verifier.network.block import beside, fan, sequence

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def one_axis(grid: Grid, code: Code) -> Approximant:
    """Three copies of the network of Theorem 2.1, moved by delta along x_1, and their median."""
    shifts = [(s, *(0,) * (grid.d - 1)) for s in (-1, 0, 1)]
    first = fan("phi1", *(phi1(grid, shift) for shift in shifts))
    readers = beside("readers", *[reader(grid.J, grid.n)] * 3)
    psi = sequence("psi", first, linear_map(code, 3), readers, mid())
    return Approximant("2.2", "one axis", grid, None, code, finished(psi, code), (first, readers), psi, ())


def bound(at: Setting) -> Fraction:
    """The bound of Theorem 2.2'."""
    return at.omega + 2 * at.W / at.grid.K


THEOREM = Theorem(
    name="wrong_medians_along_one_axis",
    title="Medians along one axis",
    part=Part.LEMMA,
    source="draft",
    statement=r"\|\phi - f\|_\infty \le \omega_f(\sqrt d/K) + 2^{1-n}\omega_f(\sqrt d)",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        network_error(
            "one axis",
            "|phi(x) - f(x)| <= omega_f(sqrt(d)/K) + 2^(1-n) W, medians of three copies along x_1",
            one_axis,
            bound,
            largest={2: 2},
            examples=300,
        ),
    ),
)
