"""The checker against the library: same networks, same digits; and against itself: every check rejects something."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.certificate_maker import certificate
from verifier import checker
from verifier.ledger.instance import Question, build
from verifier.network.codec import identity_of_phi, intrinsic_values
from verifier.targets.expression import Expression

LAYOUTS = (("2.1", "printed"), ("2.2", "literal"), ("2.2", "shared"), ("2.3", "compact"), ("2.3", "direct"))
TEXTS = {1: "sin(2*pi*x1)", 2: "x1 - x1*x2", 3: "x1*x2 - x3/3", 4: "x1*x4 - x2/3 + x3"}


def silent(line: str) -> None:
    """Print nothing."""


@pytest.mark.parametrize(("theorem", "layout"), LAYOUTS)
@pytest.mark.parametrize(
    ("d", "n", "narrower"), [(1, 1, 0), (1, 1, 5), (1, 2, 3), (1, 3, 0), (1, 5, 1), (2, 1, 0), (2, 2, 2), (2, 3, 0), (3, 1, 4), (3, 2, 0), (4, 1, 0)]
)
def test_network_and_digits(theorem: str, layout: str, d: int, n: int, narrower: int) -> None:
    """Catches a layer that differs from the library's, and a digit that the layers do not read."""
    found = build(Question(theorem, Expression(TEXTS[d], d), n, layout=layout))
    delta = found.grid.delta.fraction / 2**narrower
    found = build(Question(theorem, Expression(TEXTS[d], d), n, layout=layout, delta=delta))
    layers = checker.network(theorem, layout, d, n, checker.of_fraction(delta))
    assert checker.identity(layers) == identity_of_phi(found.network)
    values = {f"${name}": (value.mantissa, value.exponent) for name, value in intrinsic_values(found.network).items()}
    points = [[checker.of_fraction(Fraction(k, 1 << n) + delta) for k in beta] for beta in found.grid.cells()]
    before, _ = checker.Machine(layers, values).run(points)
    assert before == [checker.dyadic(q, -n) for q in found.code.cells]


@pytest.mark.parametrize(("theorem", "layout"), LAYOUTS)
def test_good_certificates_are_accepted(theorem: str, layout: str) -> None:
    """Catches a checker that rejects what is true."""
    data = certificate(theorem, "sine", 3, layout=layout)
    assert checker.check(data, say=silent) == data["statement"]
