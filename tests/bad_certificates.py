"""The corpus of bad certificates: each is a good one with one thing changed.

`python -m tests.bad_certificates` writes the files.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from tests.certificate_maker import certificate
from verifier.checker import identity, network, of_fraction, statement
from verifier.files import canonical
from verifier.targets.expression import Expression
from verifier.targets.hoelder import HoelderCusp
from verifier.targets.piecewise_linear import PiecewiseLinear
from verifier.targets.table import Table

FOLDER = Path(__file__).parent / "corpus" / "bad"
Data = dict[str, Any]
HALF = Fraction(1, 2)


@cache
def good(name: str) -> str:
    """The good certificates that the bad ones are made from, as JSON."""
    zero, one = Fraction(0), Fraction(1)
    match name:
        case "sup":
            data = certificate("2.2", "sine", 2)
        case "shared":
            data = certificate("2.2", "sine", 2, layout="shared")
        case "three":
            data = certificate("2.3", "kink", 2)
        case "direct":
            data = certificate("2.3", "kink", 2, layout="direct")
        case "integral":
            data = certificate("2.1", "sine", 2, parts=8)
        case "plane":
            data = certificate("2.2", "waves", 1)
        case "slanted":
            data = certificate("2.2", "x1 + x2", 1)
        case "polygon":
            data = certificate("2.2", PiecewiseLinear((zero, HALF / 2, HALF, one), (zero, one, zero, HALF), "a polygon"), 2)
        case "table":
            data = certificate("2.2", Table((2, 2), (zero, one, HALF, zero), "four values"), 1)
        case "cusp":
            data = certificate("2.2", HoelderCusp((Fraction(1, 3),), HALF, one), 2)
        case _:
            data = certificate("2.2", Expression("sqrt(x1)", 1, (HALF, one)), 2)
    return json.dumps(data)


def number(data: Data, path: str, change: Callable[[Fraction], Fraction]) -> None:
    """Change one fraction."""
    *way, last = path.split(".")
    for key in way:
        data = data[key]
    data[last] = str(change(Fraction(data[last])))


def put(path: str, value: Any) -> Callable[[Data], None]:
    """Set one member."""

    def changed(data: Data) -> None:
        *way, last = path.split(".")
        for key in way:
            data = data[int(key) if isinstance(data, list) else key]
        data[int(last) if isinstance(data, list) else last] = value

    return changed


def shift(path: str, by: Fraction | int) -> Callable[[Data], None]:
    """Add to one fraction."""
    return lambda data: number(data, path, lambda value: value + by)


def times(path: str, by: Fraction | int) -> Callable[[Data], None]:
    """Multiply one fraction."""
    return lambda data: number(data, path, lambda value: value * by)


def flip(key: str, place: int | None, bit: int) -> Callable[[Data], None]:
    """Flip one bit of a or v."""

    def changed(data: Data) -> None:
        own = data["intrinsic"]
        if place is None:
            own[key] = hex(int(own[key], 16) ^ 1 << bit)
        else:
            own[key][place] = hex(int(own[key][place], 16) ^ 1 << bit)

    return changed


def formula(text: str, *, loose: bool = True) -> Callable[[Data], None]:
    """Another formula, without bound; the claim as loose as can be."""

    def changed(data: Data) -> None:
        data["target"]["text"] = text
        data["bound"] = None
        if loose:
            data["claim"] |= {"lower": "0", "upper": "1000000"}

    return changed


def both(*changes: Callable[[Data], None]) -> Callable[[Data], None]:
    """Several changes that are one thing."""

    def changed(data: Data) -> None:
        for change in changes:
            change(data)

    return changed


def only_cells_are_covered(data: Data) -> None:
    """f leaves the values of the cells only inside a gap, where the claim is false."""
    delta = Fraction(data["delta"])
    data["target"] = {"kind": "piecewise linear", "title": "", "notes": [], "values": ["0", "0", "9", "0", "0"],
                      "places": ["0", str(HALF - delta), str(HALF - delta / 2), "1/2", "1"]}  # fmt: skip
    data["bound"] = None
    data["claim"] |= {"lower": "0", "upper": "8"}


def jump(rising: bool) -> Callable[[Data], None]:
    """In the first gap f is within the claim of one neighbouring cell, but not of the other, whose value Phi may take there."""

    def changed(data: Data) -> None:
        delta, s, b = Fraction(data["delta"]), Fraction(data["intrinsic"]["s"]), Fraction(data["intrinsic"]["b"])
        low, mean, high = (b + s * q / 4 for q in (1, Fraction(3, 2), 2))  # the cells are 1, 2, 1, 0
        below = b + s / 8
        start, end, then = (mean, high, high) if rising else (low, mean, high)
        points = [(Fraction(0), low), (HALF / 2 - delta, start), (HALF / 2, end), (Fraction(3, 8), then), (HALF - delta, mean)]
        points += [
            (HALF, mean),
            (Fraction(5, 8), low),
            (Fraction(3, 4) - delta, below),
            (Fraction(3, 4), below),
            (Fraction(1), b),
        ]
        data["target"] = {"kind": "piecewise linear", "title": "", "notes": [], "places": [str(x) for x, _ in points],
                          "values": [str(y) for _, y in points]}  # fmt: skip
        data["bound"] = None
        data["claim"] |= {"lower": "0", "upper": str(s / 8)}

    return changed


def constant(data: Data) -> None:
    """s = 0: the value of the network does not depend on the cells, but the cells are still wrong."""
    data["bound"] = None
    data["intrinsic"]["s"] = "0"
    data["witness"]["network"] = data["intrinsic"]["b"]
    data["claim"] |= {"lower": "0", "upper": "9"}
    data["cells"][3] ^= 1


def gaps_are_forgotten(data: Data) -> None:
    """The integral over the cells alone is below the claim."""
    data["bound"] = None
    data["claim"] |= {"lower": "0", "upper": "119/100"}


def permuted(data: Data) -> None:
    """The cells in another order."""
    data["cells"].reverse()


def loose(*changes: Callable[[Data], None]) -> Callable[[Data], None]:
    """Without bound, and with a claim as loose as can be, so that nothing else is wrong."""

    def changed(data: Data) -> None:
        data["bound"] = None
        data["claim"] |= {"lower": "0", "upper": "1000000"}
        for change in changes:
            change(data)

    return changed


def delta(value: str) -> Callable[[Data], None]:
    """Another delta, and phi as it would be."""

    def changed(data: Data) -> None:
        data["delta"] = value
        layers = network(data["theorem"], data["layout"], data["d"], data["n"], of_fraction(Fraction(value)))
        data["phi_sha256"] = identity(layers)

    return changed


def omega(change: Callable[[Fraction], Fraction]) -> Callable[[Data], None]:
    """Another omega, and all that follows from it; upper is the bound."""

    def changed(data: Data) -> None:
        number(data, "bound.omega", change)
        value, s, cells = Fraction(data["bound"]["omega"]), Fraction(data["intrinsic"]["s"]), 1 << data["n"]
        data["bound"] |= {"printed": str(value + 2 * s / cells), "repaired": str(value + s / cells)}
        data["claim"] |= {"lower": "0", "upper": data["bound"]["repaired"]}

    return changed


def nothing_below_zero(data: Data) -> None:
    """f = Phi = 0; the square of omega is large enough."""
    data["target"]["text"], data["cells"] = "0*x1", [0] * 4
    data["intrinsic"] = {"s": "1", "b": "0", "a": ["0x0", "0x0"]}
    data["witness"]["network"] = "0"
    data["bound"] |= {"lambda": "1/64"}
    omega(lambda _: Fraction(-1, 256))(data)


def sup_for_an_integral(data: Data) -> None:
    """A claim about the sup norm of the network of Theorem 2.1."""
    own = data["intrinsic"]
    value = Fraction(own["s"]) * data["cells"][1] / 4 + Fraction(own["b"])
    data["witness"] = {"x": [str(HALF / 2 + Fraction(data["delta"]))], "network": str(value)}
    data |= {"p": None, "parts": None}
    data["claim"]["norm"] = "sup"


def at_point(x: str, cell: int) -> Callable[[Data], None]:
    """Another witness, in a cell whose value is known."""

    def changed(data: Data) -> None:
        own = data["intrinsic"]
        data["witness"] = {"x": [x], "network": str(Fraction(own["s"]) * data["cells"][cell] / 4 + Fraction(own["b"]))}

    return changed


def constant_one_third(data: Data) -> None:
    """s = 0, b = 1/3."""
    data["intrinsic"] |= {"s": "0", "b": "1/3"}
    data["witness"]["network"] = "1/3"


def nothing_read(data: Data) -> None:
    """All cells 0; the numbers that say so are negative."""
    data["cells"], own = [0] * 4, data["intrinsic"]
    own["a"] = ["-0x1", "-0x1"]
    data["witness"]["network"] = own["b"]


def hoelder(alpha: str, centre: str) -> Callable[[Data], None]:
    """A cusp with another exponent and centre, Phi as before, and the bound that its class would give."""

    def changed(data: Data) -> None:
        data["target"] |= {"alpha": alpha, "centre": [centre]}
        data["bound"] |= {"alpha": alpha}
        omega(lambda value: value + 20)(data)

    return changed


# name: (good certificate, what is changed, MALFORMED or REJECTED, path); statements are composed anew unless they are the point
CHANGED: dict[str, tuple[str, Callable[[Data], None], str, str]] = {
    # shape
    "key-missing": ("sup", lambda data: data.pop("provenance"), "MALFORMED", "$"),
    "key-too-much": ("sup", put("comment", "trust me"), "MALFORMED", "$"),
    "claim-key-too-much": ("sup", put("claim.proved", "yes"), "MALFORMED", "claim"),
    "version-2": ("sup", put("version", 2), "MALFORMED", "version"),
    "version-0": ("sup", put("version", 0), "MALFORMED", "version"),
    "version-true": ("sup", put("version", True), "MALFORMED", "version"),
    "format-of-a-network": ("sup", put("format", "relu-network"), "MALFORMED", "format"),
    "theorem-unknown": ("sup", put("theorem", "9.9"), "MALFORMED", "$"),
    "layout-of-another-theorem": ("sup", put("layout", "compact"), "MALFORMED", "layout"),
    "d-is-true": ("sup", put("d", True), "MALFORMED", "d"),
    "n-is-0": ("sup", put("n", 0), "MALFORMED", "n"),
    "delta-not-a-power-of-two": ("sup", loose(delta("3/64")), "MALFORMED", "delta"),
    "delta-not-dyadic": ("sup", put("delta", "1/63"), "MALFORMED", "delta"),
    "delta-too-wide": ("sup", loose(delta("1/8")), "MALFORMED", "delta"),
    "delta-zero": ("sup", put("delta", "0"), "MALFORMED", "delta"),
    "delta-too-wide-for-p": ("integral", loose(delta("1/128")), "MALFORMED", "delta"),
    "p-missing": ("integral", loose(sup_for_an_integral), "MALFORMED", "p"),
    "p-too-large": ("integral", loose(delta(f"1/{1 << 200}"), put("p", "65"), put("claim.norm", "65")), "MALFORMED", "p"),
    "p-for-the-sup-norm": ("sup", put("p", "2"), "MALFORMED", "p"),
    "p-below-1": ("integral", loose(put("p", "1/2"), put("claim.norm", "1/2")), "MALFORMED", "p"),
    "fraction-not-reduced": ("sup", loose(put("claim.upper", "6/2")), "MALFORMED", "claim.upper"),
    "fraction-with-denominator-1": ("sup", loose(put("claim.upper", "3/1")), "MALFORMED", "claim.upper"),
    "fraction-with-plus": ("sup", loose(put("claim.upper", "+3")), "MALFORMED", "claim.upper"),
    "fraction-with-leading-zero": ("sup", loose(put("claim.upper", "03")), "MALFORMED", "claim.upper"),
    "fraction-with-denominator-0": ("sup", loose(put("claim.upper", "3/0")), "MALFORMED", "$"),
    "fraction-minus-0": ("sup", put("claim.lower", "-0"), "MALFORMED", "claim.lower"),
    "fraction-as-decimal": ("sup", loose(put("claim.upper", "1.5")), "MALFORMED", "$"),
    "fraction-in-other-digits": ("sup", loose(put("claim.upper", "\u0663")), "MALFORMED", "claim.upper"),
    "fraction-with-newline": ("sup", loose(put("claim.upper", "3\n")), "MALFORMED", "claim.upper"),
    "fraction-as-integer": ("sup", loose(put("claim.upper", 3)), "MALFORMED", "$"),
    "s-negative": ("sup", loose(times("intrinsic.s", -1), put("witness.network", "-8193/2048")), "MALFORMED", "intrinsic.s"),
    "s-not-dyadic": ("sup", put("intrinsic.s", "1/3"), "MALFORMED", "intrinsic.s"),
    "b-not-dyadic": ("sup", loose(constant_one_third), "MALFORMED", "intrinsic.b"),
    "a-too-long": ("sup", put("intrinsic.a.0", "0x1ff"), "MALFORMED", "intrinsic.a"),
    "a-not-below-one-third": ("sup", put("intrinsic.a.0", "0x90"), "MALFORMED", "intrinsic.a"),
    "a-in-capital-letters": ("sup", put("intrinsic.a.0", "0X10"), "MALFORMED", "intrinsic.a"),
    "a-with-leading-zero": ("sup", put("intrinsic.a.0", "0x010"), "MALFORMED", "intrinsic.a"),
    "a-as-integer": ("sup", put("intrinsic.a.0", 16), "MALFORMED", "$"),
    "a-negative": ("sup", loose(nothing_read), "MALFORMED", "intrinsic.a"),
    "a-one-missing": ("sup", lambda data: data["intrinsic"]["a"].pop(), "MALFORMED", "intrinsic.a"),
    "v-too-long": ("three", put("intrinsic.v", "0x1" + "0" * 4), "MALFORMED", "intrinsic.v"),
    "v-plus-1": ("direct", put("intrinsic.v", "0x10154"), "MALFORMED", "intrinsic.v"),
    "v-in-place-of-a": ("sup", put("intrinsic", {"s": "1", "b": "0", "v": "0x0"}), "MALFORMED", "intrinsic"),
    "cell-missing": ("sup", lambda data: data["cells"].pop(), "MALFORMED", "cells"),
    "cell-too-much": ("sup", loose(lambda data: data["cells"].append(0)), "MALFORMED", "cells"),
    "cell-too-large": ("sup", put("cells.1", 4), "MALFORMED", "cells"),
    "cell-negative": ("sup", put("cells.1", -1), "MALFORMED", "cells"),
    "cell-true": ("sup", put("cells.1", True), "MALFORMED", "cells"),
    "upper-negative": ("integral", loose(put("claim.upper", "-1000")), "MALFORMED", "claim"),
    "lower-negative": ("sup", put("claim.lower", "-1"), "MALFORMED", "claim"),
    "norm-of-another-kind": ("sup", put("claim.norm", "2"), "MALFORMED", "claim.norm"),
    "norm-not-p": ("integral", put("claim.norm", "3"), "MALFORMED", "claim.norm"),
    "witness-missing": ("sup", put("witness", None), "MALFORMED", "$"),
    "witness-outside": ("sup", loose(at_point("9/8", 3)), "MALFORMED", "witness.x"),
    "witness-below-0": ("sup", loose(at_point("-1/8", 0)), "MALFORMED", "witness.x"),
    "witness-as-text": ("sup", loose(at_point("0", 0), lambda data: data["witness"].update(x="0")), "MALFORMED", "witness.x"),
    "witness-not-dyadic": ("sup", loose(at_point("1/3", 2)), "MALFORMED", "witness.x"),
    "witness-of-another-dimension": ("sup", put("witness.x", ["1/2", "1/2"]), "MALFORMED", "witness.x"),
    "parts-missing": ("integral", put("parts", None), "MALFORMED", "parts"),
    "parts-too-many": ("integral", put("parts", 1_000_000_000), "MALFORMED", "parts"),
    "formula-is-python": ("sup", put("target.text", "__import__('os').getcwd()"), "MALFORMED", "target.text"),
    "formula-with-another-variable": ("sup", put("target.text", "x2"), "MALFORMED", "$"),
    "formula-divides-by-0": ("sup", put("target.text", "1/0"), "REJECTED", "bound.lambda"),
    "formula-followed-by-more": ("sup", formula("sin(2*pi*x1) 1"), "MALFORMED", "$"),
    "formula-not-closed": ("sup", formula("(sin(2*pi*x1)"), "MALFORMED", "$"),
    "formula-with-an-open-call": ("sup", formula("sin(2*pi*x1"), "MALFORMED", "$"),
    "formula-with-a-call-not-opened": ("sup", formula("sin 2*pi*x1)"), "MALFORMED", "$"),
    "formula-with-two-arguments": ("sup", formula("sin(2*pi*x1, x1)"), "MALFORMED", "$"),
    "formula-with-a-comment": ("sup", formula("sin(2*pi*x1)  # and more"), "MALFORMED", "target.text"),
    "formula-with-brackets": ("sup", formula("[x1][0]"), "MALFORMED", "target.text"),
    "formula-with-a-remainder": ("sup", formula("x1//1"), "MALFORMED", "$"),
    "formula-with-a-keyword": ("sup", formula("max(x1, x1, key=abs)"), "MALFORMED", "target.text"),
    "formula-beyond-the-largest-exp": ("sup", formula("exp(-exp(exp(8.5*x1)))"), "REJECTED", "claim.upper"),
    "formula-beyond-the-largest-power": ("sup", formula("1/(1 + (1 + x1)**5000)"), "REJECTED", "claim.upper"),
    "formula-empty": ("sup", put("target.text", ""), "MALFORMED", "$"),
    "formula-with-an-irrational-exponent": ("sup", put("target.text", "x1**pi"), "MALFORMED", "$"),
    "formula-with-a-tower": ("sup", put("target.text", "x1**2**2"), "MALFORMED", "$"),
    "target-of-another-dimension": ("sup", put("target.dimension", 2), "MALFORMED", "target.dimension"),
    "target-of-unknown-kind": ("sup", put("target.kind", "oracle"), "MALFORMED", "target"),
    "polygon-in-the-plane": (
        "plane", loose(put("target", json.loads(good("polygon"))["target"])), "REJECTED", "claim.lower"),
    "polygon-value-too-much": ("polygon", lambda data: data["target"]["values"].append("0"), "MALFORMED", "target.values"),
    "table-value-missing": ("table", lambda data: data["target"]["values"].pop(), "MALFORMED", "target.values"),
    "table-of-another-dimension": ("table", put("target.shape", [4]), "MALFORMED", "target.shape"),
    "places-start-after-0": ("polygon", loose(put("target.places.0", "1/8")), "MALFORMED", "target.places"),
    "places-do-not-increase": ("polygon", loose(put("target.places.2", "1/8")), "MALFORMED", "target.places"),
    "places-end-before-1": ("polygon", put("target.places.3", "7/8"), "MALFORMED", "target.places"),
    "alpha-above-1-of-a-cusp": ("cusp", hoelder("2", "1/3"), "MALFORMED", "bound.alpha"),
    "alpha-below-0-of-a-cusp": ("cusp", hoelder("-1/2", "-1/100"), "MALFORMED", "bound.alpha"),
    "alpha-too-fine": ("cusp", hoelder("1/100003", "1/3"), "MALFORMED", "bound.alpha"),
    "layout-printed-for-the-literal-one": ("sup", put("layout", "printed"), "MALFORMED", "layout"),
    "how-unknown": ("sup", put("bound.how", "obvious"), "MALFORMED", "$"),
    "repaired-missing": ("sup", put("bound.repaired", None), "REJECTED", "bound.repaired"),
    "lambda-negative": ("sup", times("bound.lambda", -1), "MALFORMED", "bound"),
    "omega-negative": ("sup", nothing_below_zero, "MALFORMED", "bound"),
    "phi-of-nothing": ("sup", put("phi_sha256", "0" * 64), "REJECTED", "phi_sha256"),
    "phi-of-another-delta": ("sup", put("delta", "1/32"), "REJECTED", "phi_sha256"),
    "phi-of-another-layout": ("sup", put("layout", "shared"), "REJECTED", "phi_sha256"),
    "phi-of-another-route": ("three", put("layout", "direct"), "REJECTED", "phi_sha256"),
    "cell-changed": ("sup", lambda data: data["cells"].__setitem__(2, data["cells"][2] ^ 1), "REJECTED", "cells[2]"),
    "cells-permuted": ("sup", permuted, "REJECTED", "cells[0]"),
    "a-first-digit-flipped": ("sup", flip("a", 0, 6), "REJECTED", "cells[0]"),
    "a-last-digit-flipped": ("sup", flip("a", 1, 0), "REJECTED", "cells[3]"),
    "a-digit-3": ("sup", flip("a", 1, 1), "REJECTED", "cells"),
    "a-exchanged": ("sup", lambda data: data["intrinsic"]["a"].reverse(), "REJECTED", "cells"),
    "a-in-the-shared-layout-flipped": ("shared", flip("a", 1, 2), "REJECTED", "cells[2]"),
    "v-first-digit-flipped": ("three", flip("v", None, 14), "REJECTED", "cells[0]"),
    "v-last-digit-flipped": ("three", flip("v", None, 0), "REJECTED", "cells[3]"),
    "v-in-the-direct-layout-flipped": ("direct", flip("v", None, 8), "REJECTED", "cells[3]"),
    "s-halved": ("sup", times("intrinsic.s", HALF), "REJECTED", "bound.printed"),
    "s-halved-without-bound": ("sup", both(put("bound", None), times("intrinsic.s", HALF)), "REJECTED", "witness.network"),
    "b-moved": ("sup", both(put("bound", None), shift("intrinsic.b", 1)), "REJECTED", "witness.network"),
    "network-value-changed": ("sup", shift("witness.network", Fraction(1, 1 << 60)), "REJECTED", "witness.network"),
    "network-value-not-dyadic": (
        "sup", loose(put("witness", {"x": ["5/8"], "network": "-4095/4097"})), "REJECTED", "witness.network"),
    "network-value-of-another-point": ("sup", put("witness.x", ["0"]), "REJECTED", "witness.network"),
    "lower-for-another-function": ("sup", both(formula("sin(2*pi*x1)/2"), put("claim.lower", "9/10")), "REJECTED", "claim.lower"),
    "lower-too-large": ("sup", shift("claim.lower", Fraction(1, 1000)), "REJECTED", "claim.lower"),
    "upper-too-small": ("sup", both(put("claim.lower", "0"), put("claim.upper", "9/10")), "REJECTED", "claim.upper"),
    "upper-too-small-in-the-plane": (
        "plane", both(put("claim.lower", "0"), put("claim.upper", "1/2")), "REJECTED", "claim.upper"),
    "upper-too-small-for-the-polygon": (
        "polygon", both(put("claim.lower", "0"), put("claim.upper", "1/3")), "REJECTED", "claim.upper"),
    "upper-true-on-cells-only": ("sup", only_cells_are_covered, "REJECTED", "claim.upper"),
    "upper-true-for-the-right-end-of-a-gap-only": ("sup", jump(True), "REJECTED", "claim.upper"),
    "upper-true-for-the-left-end-of-a-gap-only": ("sup", jump(False), "REJECTED", "claim.upper"),
    "cell-changed-while-s-is-0": ("sup", constant, "REJECTED", "cells[3]"),
    "integral-lower-too-large": ("integral", put("claim.lower", "6/5"), "REJECTED", "claim.lower"),
    "integral-upper-too-small": (
        "integral", both(put("claim.lower", "0"), put("claim.upper", "11/10")), "REJECTED", "claim.upper"),
    "integral-without-gaps": ("integral", gaps_are_forgotten, "REJECTED", "claim.upper"),
    "function-with-a-pole": ("sup", formula("1/(x1 - 1/3)"), "REJECTED", "claim.upper"),
    "function-with-a-pole-at-0": ("sup", formula("1/x1"), "REJECTED", "claim.upper"),
    "function-with-a-pole-at-the-witness": ("sup", formula("1/(x1 - 5/16)"), "REJECTED", "claim.lower"),
    "function-log-at-0": ("sup", formula("log(x1)"), "REJECTED", "claim.upper"),
    "function-root-of-negative": ("sup", formula("sqrt(x1 - 1/8)"), "REJECTED", "claim.upper"),
    "function-with-a-pole-of-tan": ("sup", formula("tan(2*x1)"), "REJECTED", "claim.upper"),
    "function-negative-power-of-0": ("sup", formula("x1**(-1/2)"), "REJECTED", "claim.upper"),
    "function-negated": ("sup", formula("-sin(2*pi*x1)", loose=False), "REJECTED", "claim.upper"),
    "function-with-a-spike": (
        "sup", formula("sin(2*pi*x1) + 99/(1 + (100000*(x1 - 1/7))**2)", loose=False), "REJECTED", "claim.upper"),
    "lambda-too-small": ("sup", times("bound.lambda", Fraction(99, 100)), "REJECTED", "bound.lambda"),
    "lambda-too-small-in-the-plane": ("slanted", times("bound.lambda", Fraction(99, 100)), "REJECTED", "bound.lambda"),
    "omega-too-small-in-the-plane": ("slanted", omega(lambda value: value * 9 / 10), "REJECTED", "bound.omega"),
    "lambda-of-an-infinite-slope": (
        "declared", both(put("bound.how", "gradient"), put("bound.alpha", "1"), put("bound.lambda", "1/2")),
                                    "REJECTED", "bound.lambda"),
    "lambda-below-a-slope": ("polygon", times("bound.lambda", Fraction(99, 100)), "REJECTED", "bound.lambda"),
    "lambda-below-a-slope-of-the-table": ("table", times("bound.lambda", Fraction(99, 100)), "REJECTED", "bound.lambda"),
    "lambda-not-that-of-the-cusp": ("cusp", times("bound.lambda", Fraction(1, 2)), "REJECTED", "bound.how"),
    "alpha-not-that-of-the-cusp": ("cusp", both(put("bound.alpha", "49/100"), omega(lambda value: value * 2)), "REJECTED", "bound.how"),
    "lambda-not-declared": ("declared", put("bound.lambda", "1/2"), "REJECTED", "bound.how"),
    "declared-but-not-by-the-target": ("sup", put("bound.how", "declared"), "REJECTED", "bound.how"),
    "slopes-of-a-formula": ("sup", put("bound.how", "exact slopes"), "REJECTED", "bound.how"),
    "gradient-of-a-table": ("table", put("bound.how", "gradient"), "REJECTED", "bound.how"),
    "definition-of-a-formula": ("sup", put("bound.how", "definition"), "REJECTED", "bound.how"),
    "gradient-with-alpha-one-half": ("sup", both(put("bound.alpha", "1/2"), omega(lambda value: value * 2)), "REJECTED", "bound.alpha"),
    "omega-too-small": ("sup", omega(lambda value: value * 9 / 10), "REJECTED", "bound.omega"),
    "printed-too-large": ("sup", shift("bound.printed", 1), "REJECTED", "bound.printed"),
    "repaired-too-large": ("sup", shift("bound.repaired", 1), "REJECTED", "bound.repaired"),
    "upper-above-the-repaired-bound": ("sup", shift("claim.upper", Fraction(1, 1000)), "REJECTED", "bound.repaired"),
    "upper-above-the-printed-bound": ("integral", shift("claim.upper", Fraction(1, 1000)), "REJECTED", "bound.printed"),
}  # fmt: skip


def said(old: str, new: str) -> Callable[[Data], str]:
    """A statement with other words."""
    return lambda data: data["statement"].replace(old, new)


STATED: dict[str, tuple[str, Callable[[Data], str]]] = {
    "statement-empty": ("sup", lambda data: ""),
    "statement-of-another-function": ("sup", said("sin(2*pi*x1)", "cos(2*pi*x1)")),
    "statement-of-a-smaller-error": ("sup", lambda data: data["statement"].replace(data["claim"]["upper"], "1/1000")),
    "statement-of-another-norm": ("integral", said("the L^p norm of Phi - f", "sup |Phi - f|")),
    "statement-without-its-hypothesis": ("declared", lambda data: data["statement"].partition("; omega_f")[0]),
    "statement-proves-what-is-declared": ("declared", said("declared, not proved", "proved")),
}

RAW: dict[str, Callable[[str], bytes]] = {
    "json-duplicate-key": lambda text: text.replace('"version": 1', '"version": 1, "version": 1').encode(),
    "json-nan": lambda text: text.replace('"declared": null', '"declared": NaN').encode(),
    "json-infinity": lambda text: text.replace('"declared": null', '"declared": Infinity').encode(),
    "json-float": lambda text: text.replace('"declared": null', '"declared": 1.0').encode(),
    "json-overflow": lambda text: text.replace('"declared": null', '"declared": 1e999').encode(),
    "json-long-integer": lambda text: text.replace('"declared": null', '"declared": ' + "1" * 5000).encode(),
    "json-truncated": lambda text: text[: len(text) // 2].encode(),
    "json-followed-by-more": lambda text: (text + "{}").encode(),
    "json-nested": lambda text: b"[" * 100_000,
    "json-array": lambda text: f"[{text}]".encode(),
    "json-empty": lambda text: b"",
    "json-not-utf8": lambda text: text.replace("tests", "t\u00e9sts").encode("latin-1"),
    "json-with-byte-order-mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
}


def corpus() -> Iterator[tuple[str, bytes, str, str]]:
    """(name, content, MALFORMED or REJECTED, path) of all bad certificates."""
    for name, (base, change, verdict, path) in CHANGED.items():
        data = json.loads(good(base))
        change(data)
        with suppress(KeyError, TypeError, AttributeError):  # too malformed to have one
            data["statement"] = statement(data)
        yield name, (canonical(copy.deepcopy(data)) + "\n").encode("ascii"), verdict, path
    for name, (base, words) in STATED.items():
        data = json.loads(good(base))
        data["statement"] = words(data)
        yield name, (canonical(data) + "\n").encode("ascii"), "REJECTED", "statement"
    for name, spoil in RAW.items():
        yield name, spoil(good("sup")), "MALFORMED", "$"


def flat(layout: str, d: int, n: int) -> Data:
    """A certificate for x1 and Phi = psi = 0, good once phi_sha256 and the statement are put in."""
    data = certificate("2.2", "x1", 1, bounded=False)
    theorem, numbers = ("2.3", {"v": "0x0"}) if layout == "direct" else ("2.2", {"a": ["0x0"] * n})
    data |= {"theorem": theorem, "layout": layout, "d": d, "n": n, "delta": f"1/{4 << n}", "cells": [0] * (1 << d * n)}
    data["target"]["dimension"] = d
    data["intrinsic"] = {"s": "1", "b": "0"} | numbers
    data["witness"] = {"x": ["0"] * d, "network": "0"}
    data["claim"] |= {"lower": "0", "upper": "9"}
    return data


def costly() -> dict[str, Data]:
    """Good certificates that are too long, or cost more than the 3,500,000 steps that the test of every check allows."""
    found = {"many-shifts": flat("literal", 5, 1), "long-readers": flat("direct", 1, 8)}
    long = {name: flat("literal", 1, 1) for name in ("long-file", "long-text", "long-table", "large-numbers")}
    # long-file: the test of every check fills it up with spaces
    long["long-text"]["target"]["text"] = "x1".ljust(100_001)
    long["long-table"]["target"] = {"kind": "table", "shape": [100_001], "values": ["0"] * 100_001, "title": "zero", "notes": []}
    long["large-numbers"]["target"]["text"] = "min(x1, x1 + 9e999*8e999*7e999)"
    found |= long
    for data in found.values():
        delta(data["delta"])(data)
    found["wide-slopes"] = certificate("2.2", "sine", 2, bounded=False)
    formula("sin(2*pi*x1) + 10000000*(exp(x1) - exp(x1))", loose=False)(found["wide-slopes"])
    found["wide-slopes"]["claim"] |= {"lower": "0", "upper": "5/2"}
    found["many-parts"] = certificate("2.1", "x1", 1, parts=10_000, bounded=False)
    values = tuple(Fraction(k % 2, 10_000) for k in range(10_001))
    found["many-slopes"] = certificate("2.2", Table((10_001,), values), 2)
    for data in found.values():
        data["statement"] = statement(data)
    return found


def main() -> None:
    """Write the files, and remove files that are no longer in the corpus."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    names = set()
    for name, content, _, _ in corpus():
        names.add(f"{name}.json")
        (FOLDER / f"{name}.json").write_bytes(content)
    for path in FOLDER.glob("*.json"):
        if path.name not in names:
            path.unlink()


if __name__ == "__main__":
    main()
