from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.coq_sample import edited, needs_coqc
from verifier.constructions.encoding import Frame, pack
from verifier.constructions.grid import Grid, make_grid, sup_delta
from verifier.constructions.lp_network import lp_network
from verifier.constructions.sup_network import sup_network
from verifier.constructions.three_parameters import three_parameters
from verifier.errors import InvalidInput
from verifier.exact.dyadic import ONE
from verifier.kernel import bridge
from verifier.kernel.bridge import FAMILIES, Affine, Form, compare, of_library, verdict
from verifier.kernel.development import Development, compiled
from verifier.ledger.formal import coq_folder
from verifier.verdict import Kind

GRID = Grid(1, 1, sup_delta(1))
SUP = next(family for family in FAMILIES if family.theorem == "2.2")


def layers() -> tuple[Affine, ...]:
    return of_library(SUP.library(GRID))


def changed(number: int, place: int, form: Form) -> tuple[Affine, ...]:
    whole = list(layers())
    forms = list(whole[number].forms)
    forms[place] = form
    whole[number] = Affine(whole[number].inputs, tuple(forms))
    return tuple(whole)


def test_equal_networks() -> None:
    """Catches a comparison that finds a difference where there is none, or counts something else than the stored numbers."""
    network = SUP.library(GRID)
    same = compare(layers(), layers())
    assert same.differences == () and verdict(same).kind is Kind.CERTIFIED
    assert same.weights + same.biases == network.size and same.layers == len(network.layers)
    assert same.parameters == sum(1 for _ in network.intrinsic()) == 5
    assert verdict(compare((), ())).kind is Kind.UNDECIDED  # nothing compared is no success


@pytest.mark.parametrize(
    ("number", "place", "change", "message"),
    [
        (0, 0, lambda form: replace(form, weights=((0, Fraction(1001, 1000)),)), "layer 0, row 0, column 0: 1 in the library, 1001/1000 in Coq"),
        (0, 1, lambda form: replace(form, bias=Fraction(7)), "layer 0, row 1, bias: -5/8 in the library, 7 in Coq"),
        (1, 0, lambda form: replace(form, weights=form.weights[:1]), "layer 1, row 0, column 1: -8 in the library, nothing stored in Coq"),
        (1, 0, lambda form: replace(form, weights=(*form.weights, (2, Fraction(0)))), "layer 1, row 0, column 2: nothing stored in the library, 0 in Coq"),
        (1, 0, lambda form: replace(form, weights=form.weights[::-1]), "layer 1, row 0: the weights stand in another order, columns [0, 1] and [1, 0]"),
        (1, 0, lambda form: replace(form, weights=(*form.weights, form.weights[-1])), "another order, columns [0, 1] and [0, 1, 1]"),
        (4, 0, lambda form: replace(form, weights=((0, Fraction(0)),)), "layer 4, row 0, column 0: a1 in the library, 0 in Coq"),
        (15, 0, lambda form: Form("s", ((0, "b"),)), "layer 15, row 0, bias: b in the library, s in Coq"),
    ],
)
def test_a_changed_entry_is_named(number: int, place: int, change: object, message: str) -> None:
    """Catches a difference that is not found, or blamed on another place."""
    form = layers()[number].forms[place]
    found = compare(layers(), changed(number, place, change(form)))  # type: ignore[operator]
    assert any(message in one for one in found.differences), found.differences
    assert verdict(found).kind is Kind.REFUTED and message in verdict(found).detail
    back = compare(changed(number, place, change(form)), layers())  # type: ignore[operator]
    assert back.differences


def test_missing_layers_and_rows_are_named() -> None:
    """Catches a network that is shorter than the other."""
    whole = layers()
    assert compare(whole, whole[:-1]).differences == ("layers: 16 in the library, 15 in Coq",)
    short = (*whole[:-1], Affine(2, ()))
    assert compare(whole, short).differences == ("layer 15, inputs: 1 in the library, 2 in Coq", "layer 15, rows: 1 in the library, 0 in Coq")


@pytest.mark.parametrize(
    "printed",
    ["", "     = []\n", "     = [[1; 1; 0; 1]]\n     : list (list Z)\n", "     = [[1; 1; 0; 1; 1; 0; 9]]\n     : list (list Z)\n", "     = [[1; ...]]\n     : list (list Z)\n"],
)
def test_what_coq_prints_is_read_strictly(printed: str) -> None:
    """Catches a truncated or padded layer that is compared all the same."""
    with pytest.raises(InvalidInput):
        bridge._read(printed, ("s", "b"))


def test_reading() -> None:
    """Catches entries read in another order, and parameters without a name."""
    printed = "     = [[2; 1; 0; -1; 2; 2; 0; 1; 1; 1; 1; 1; 7; 1]; [1; 0]]\n     : list (list Z)\n"
    first = Affine(2, (Form(Fraction(-1, 2), ((0, "b"), (1, "parameter 7"))),))
    assert bridge._read(printed, ("s", "b")) == (first, Affine(1, ()))


def test_a_target_changes_parameters_only() -> None:
    """Catches layers that are compared for a code of no target, and are others for a target."""
    grid = make_grid(1, 2)
    code = pack((2, 3, 0, 1), 2, Frame(ONE, ONE))
    built = (lp_network(grid, code, Fraction(5)), sup_network(grid, code), three_parameters(grid, code, "direct"))
    families = [family for family in FAMILIES if family.constant != "universal_phi"]
    for one, family in zip(built, families, strict=True):
        assert (one.theorem, one.layout) == (family.theorem, family.layout)
        assert of_library(one.network) == of_library(family.library(grid))


@needs_coqc
def test_two_widths_tell_a_slope_from_a_constant(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Catches a network of Coq that is the library's at one width of the gaps only."""
    old, new = "Fixed (Slope sign (Z.of_nat (n * place)))", "Fixed (Dyadic sign (Z.of_nat (n * place + n + 2)))"
    whole = edited(("Literal.v", old, new), folder=coq_folder())
    part = Development({f"{name}.v": whole.files[f"{name}.v"] for name in whole.below("Literal")})
    given = compiled(part, None, tmp_path_factory.mktemp("coq"))
    wide, narrow = bridge.cross(given, bridge.widths(1, 1), [SUP]).values()
    assert wide.differences == () and "32 in the library, 8 in Coq" in narrow.differences[0]


@needs_coqc
@pytest.mark.parametrize(
    ("edit", "place"),
    [
        (None, ""),
        (("Literal.v", "[(fixed (-1) (-1), [(0, fixed 1", "[(fixed (-1) (-2), [(0, fixed 1"), "layer 5, row 0, bias: -1/2 in the library, -1/4 in Coq"),
        (("Literal.v", "Layer 1 [(Param (S n), [(0, Param n)])]", "Layer 1 [(Param n, [(0, Param (S n))])]"), "layer 15, row 0, bias: b in the library, s in Coq"),
        (("Literal.v", "(2 * digits + 1) :: repeat tent_next (2 * digits)", "(2 * digits) :: repeat tent_next (2 * digits - 1)"), "layers: 16 in the library, 15 in Coq"),
    ],
)
def test_coq_computes_the_layers_of_the_library(edit: tuple[str, str, str] | None, place: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Catches a network of the formal statements that is not the library's: a bias, a parameter, a layer changed in Coq."""
    whole = Development.read(coq_folder())
    files = {f"{name}.v": whole.files[f"{name}.v"] for name in whole.below("Literal")}
    if edit is not None:
        assert files[edit[0]].count(edit[1]) == 1
        files[edit[0]] = files[edit[0]].replace(edit[1], edit[2])
    given = compiled(Development(files), None, tmp_path_factory.mktemp("coq"))
    assert given.wrong == {}
    ((_, found),) = bridge.cross(given, [GRID], [SUP]).items()
    assert found.differences == () if edit is None else place in found.differences
