"""verifier.certificates.certificate: published numbers round outward, one spelling, linear size, the hypothesis in words and data."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.certificates.certificate import certificate, class_bound, published, statement
from verifier.certificates.lp_error import LpError
from verifier.certificates.sup_error import SupError, sup_error
from verifier.constructions.encoding import unpack
from verifier.exact.dyadic import Dyadic
from verifier.files import canonical
from verifier.ledger.instance import Question, build
from verifier.network.codec import identity_of_phi
from verifier.targets.expression import Expression
from verifier.targets.gallery import gallery

POSITIVE = st.fractions(min_value=0, max_value=10**6)


@given(POSITIVE, POSITIVE)
def test_published_numbers_round_outward(a: Fraction, b: Fraction) -> None:
    """Catches a published lower bound above the proved one, or an upper one below it; both stay close."""
    low, high = sorted((a, b))
    sup = published(SupError(low, high, (Fraction(0),), Fraction(0), 1, True), None)
    lp = published(LpError(low, high, 1, 1, Fraction(0), True), Fraction(7, 2))
    assert (sup.norm, lp.norm) == ("sup", "7/2")
    for claim in (sup, lp):
        assert claim.lower <= low <= high <= claim.upper
        assert claim.lower >= low * Fraction(997, 1000) and claim.upper <= high * Fraction(1003, 1000)


@pytest.mark.parametrize(("name", "how"), [("sine", "gradient"), ("ramps", "exact slopes"), ("cusp2", "definition"), ("root", None)])
def test_the_class_is_one_that_can_be_confirmed(name: str, how: str | None) -> None:
    """Catches a hypothesis with the wrong reason, or one where none is proved (sqrt has no Lipschitz constant)."""
    target = gallery()[name]
    bound = class_bound(target, build(Question("2.2", target, 2)))
    if how is None:
        assert bound is None
        return
    assert bound is not None and bound.how == how and bound.repaired is not None
    d, power = target.dimension, bound.alpha.denominator
    assert bound.omega ** (2 * power) >= bound.constant ** (2 * power) * Fraction(d, 16) ** bound.alpha.numerator
    assert bound.omega < bound.repaired < bound.printed
    hoelder = target.hoelder()
    assert hoelder is not None and bound.constant >= hoelder[1] * Fraction(1023, 1024)


def test_a_declared_class_is_said_to_be_declared() -> None:
    """Catches a declaration that is passed off as proved, and a bound of 2.2' printed for the L^p norm."""
    target = Expression("sqrt(x1)", 1, (Fraction(1, 2), Fraction(1)))
    bound = class_bound(target, build(Question("2.1", target, 2)))
    assert bound is not None and bound.how == "declared" and "declared, not proved" in bound.hypothesis
    assert bound.repaired is None


def test_the_data_are_the_network_s() -> None:
    """Catches numbers of another network: v, cells, digest and witness are read back and compared."""
    target = gallery()["kink"]
    for theorem in ("2.2", "2.3"):
        approximant = build(Question(theorem, target, 3))
        found = sup_error(target, approximant, Fraction(1, 20))
        bound = class_bound(target, approximant)
        data = certificate(target, approximant, found, bound, {"command": "test"})
        grid = approximant.grid
        assert data["phi_sha256"] == identity_of_phi(approximant.network)
        assert data["statement"] == statement(target, approximant, published(found, None), bound)
        if theorem == "2.3":
            v = Dyadic(int(data["intrinsic"]["v"], 16), -grid.m * grid.n)
            assert unpack(v, grid.J, grid.n) == tuple(data["cells"]) == approximant.code.cells
        else:
            assert [Dyadic(int(a, 16), -grid.m) for a in data["intrinsic"]["a"]] == list(approximant.code.a)
        assert [Fraction(t) for t in data["witness"]["x"]] == list(found.witness)
        canonical(data)  # plain JSON without floats


def test_size_is_linear_in_the_bits_of_v() -> None:
    """Catches a certificate that lists regions, boxes or layers."""
    target = Expression("x1**2*x2", 2)
    for n in (2, 3, 4, 5):
        approximant = build(Question("2.2", target, n))
        found = SupError(Fraction(1, 9), Fraction(1, 8), (Fraction(1, 2),) * 2, Fraction(1), 1, True)
        length = len(canonical(certificate(target, approximant, found, None, {})))
        assert length <= 800 + approximant.grid.m * n
