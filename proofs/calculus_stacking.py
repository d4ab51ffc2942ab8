"""Networks side by side, and padding: sizes add, a carried value is not changed.

Side by side the affine maps are block diagonal: a row of a block reads its own columns, which start after `o` columns
of earlier blocks whose weights are 0. A layer of k networks stores what the k layers store; induction on the number p
of layers gives the sum for whole networks. The width is at most the sum of the widths, and the sum for equal networks.
"""

from fractions import Fraction

from verifier.constructions.bit import bit
from verifier.constructions.sawtooth import clamp, sawtooth
from verifier.identities.assembly import instance
from verifier.identities.identity import Claim
from verifier.identities.induction import induction
from verifier.identities.term import Function, Sort, all_of, between, equal, implies, integers, maximum, reals, relu
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem
from verifier.network.calculus import add, pad, parallel, stack
from verifier.network.compiled import run
from verifier.verdict import Kind, Verdict

b, y, s = reals("b y s")
c, e, k, o, p, last, width, first_width, other_width, size = integers(
    "c e k o p last width first_width other_width size"
)

WEIGHT = Function("block_weight")
PLACED = Function("placed_weight", 2)
X = Function("joined_input")
OWN = Function("own_row", 3)
BLOCK = Function("block_row", 3)
BEFORE = Function("columns_before", 2)
LAYER = Function("layer_size", 2, Sort.INTEGER)
JOINED = Function("joined_layer_size", 2, Sort.INTEGER)
SIZE = Function("network_size", 2, Sort.INTEGER)
TOTAL = Function("stacked_size", 2, Sort.INTEGER)
ALIKE = Function("copies_of_one", 1)
WIDEST = Function("widest", 2, Sort.INTEGER)
WIDTH = Function("stacked_width", 2, Sort.INTEGER)
CARRIED = Function("carried", 2)
POSITIVE = Function("positive_part", 2)
NEGATIVE = Function("negative_part", 2)
PADDED = Function("padded_size", 3, Sort.INTEGER)
PAIRED = Function("paired_size", 4, Sort.INTEGER)

_ZEROS = induction(
    "the columns of earlier blocks contribute nothing",
    o,
    0,
    lambda o: equal(BEFORE(b, o), b),
    variables=(b,),
    initial=(equal(BEFORE(b, 0), b),),
    recurrence=lambda o: equal(BEFORE(b, o + 1), BEFORE(b, o) + 0 * X(o + 1)),
)
_BLOCK = induction(
    "a row of a block reads its own columns o + 1 .. o + p",
    p,
    0,
    lambda p: equal(BLOCK(b, o, p), OWN(b, o, p)),
    variables=(b, o),
    hypotheses=lambda p: o >= 0,
    initial=(equal(BLOCK(b, o, 0), BEFORE(b, o)), equal(OWN(b, o, 0), b)),
    recurrence=lambda p: all_of(
        equal(BLOCK(b, o, p + 1), BLOCK(b, o, p) + PLACED(o, o + p + 1) * X(o + p + 1)),
        equal(PLACED(o, o + p + 1), WEIGHT(p + 1)),
        equal(OWN(b, o, p + 1), OWN(b, o, p) + WEIGHT(p + 1) * X(o + p + 1)),
    ),
    lemmas=(instance(_ZEROS.conclusion),),
)
_SIZES = induction(
    "one more network of p affine maps side by side adds its size",
    p,
    0,
    lambda p: equal(TOTAL(k + 1, p), TOTAL(k, p) + SIZE(k + 1, p)),
    variables=(k,),
    hypotheses=lambda p: k >= 0,
    initial=(equal(TOTAL(k + 1, 0), 0), equal(TOTAL(k, 0), 0), equal(SIZE(k + 1, 0), 0)),
    recurrence=lambda p: all_of(
        equal(JOINED(k + 1, p + 1), JOINED(k, p + 1) + LAYER(k + 1, p + 1)),
        equal(TOTAL(k, p + 1), TOTAL(k, p) + JOINED(k, p + 1)),
        equal(TOTAL(k + 1, p + 1), TOTAL(k + 1, p) + JOINED(k + 1, p + 1)),
        equal(SIZE(k + 1, p + 1), SIZE(k + 1, p) + LAYER(k + 1, p + 1)),
    ),
)
_WIDTHS = induction(
    "the width is at most the sum of the widths",
    p,
    0,
    lambda p: WIDTH(k + 1, p) <= WIDTH(k, p) + WIDEST(k + 1, p),
    variables=(k,),
    hypotheses=lambda p: k >= 0,
    initial=(equal(WIDTH(k + 1, 0), 0), equal(WIDTH(k, 0), 0), equal(WIDEST(k + 1, 0), 0)),
    recurrence=lambda p: all_of(
        equal(JOINED(k + 1, p + 1), JOINED(k, p + 1) + LAYER(k + 1, p + 1)),
        equal(WIDTH(k, p + 1), maximum(WIDTH(k, p), JOINED(k, p + 1))),
        equal(WIDTH(k + 1, p + 1), maximum(WIDTH(k + 1, p), JOINED(k + 1, p + 1))),
        equal(WIDEST(k + 1, p + 1), maximum(WIDEST(k + 1, p), LAYER(k + 1, p + 1))),
    ),
)
_NONE = induction(
    "no networks store nothing",
    p,
    0,
    lambda p: equal(TOTAL(0, p), 0),
    initial=(equal(TOTAL(0, 0), 0),),
    recurrence=lambda p: all_of(equal(TOTAL(0, p + 1), TOTAL(0, p) + JOINED(0, p + 1)), equal(JOINED(0, p + 1), 0)),
)
_COPIES = induction(
    "k copies of one network with W parameters have k W",
    k,
    0,
    lambda k: equal(TOTAL(k, p), k * size),
    variables=(p, size),
    hypotheses=lambda k: all_of(p >= 0, equal(SIZE(1, p), size), equal(ALIKE(p), 1)),
    given=lambda k: implies(equal(ALIKE(p), 1), equal(SIZE(k + 1, p), SIZE(1, p))),  # what copies are
    lemmas=(instance(_NONE.conclusion), instance(_SIZES.conclusion, k=k)),
)
_CARRY = induction(
    "y >= 0 is carried through e layers",
    e,
    0,
    lambda e: equal(CARRIED(y, e), y),
    variables=(y,),
    hypotheses=lambda e: y >= 0,
    initial=(equal(CARRIED(y, 0), y),),
    recurrence=lambda e: equal(CARRIED(y, e + 1), relu(CARRIED(y, e))),
)
_PAIR = induction(
    "any y is carried as sigma(y) - sigma(-y)",
    e,
    1,
    lambda e: all_of(
        equal(POSITIVE(y, e) - NEGATIVE(y, e), y), equal(POSITIVE(y, e), relu(y)), equal(NEGATIVE(y, e), relu(-y))
    ),
    variables=(y,),
    initial=(equal(POSITIVE(y, 1), relu(y)), equal(NEGATIVE(y, 1), relu(-y))),
    recurrence=lambda e: all_of(
        equal(POSITIVE(y, e + 1), relu(POSITIVE(y, e) - NEGATIVE(y, e))),
        equal(NEGATIVE(y, e + 1), relu(NEGATIVE(y, e) - POSITIVE(y, e))),
    ),
)
_PADDED = induction(
    "padding c outputs that are not negative by e layers costs 2ce",
    e,
    0,
    lambda e: equal(PADDED(size, c, e), size + 2 * c * e),
    variables=(size, c),
    initial=(equal(PADDED(size, c, 0), size),),
    recurrence=lambda e: equal(PADDED(size, c, e + 1), PADDED(size, c, e) + c * (1 + 1)),
)
_PAIRED = induction(
    "padding any c outputs by e >= 1 layers costs size(last map) + c (6e - 3)",
    e,
    1,
    lambda e: equal(PAIRED(size, last, c, e), size + last + c * (6 * e - 3)),
    variables=(size, last, c),
    initial=(equal(PAIRED(size, last, c, 1), size - last + 2 * last + c * (2 + 1)),),
    recurrence=lambda e: equal(PAIRED(size, last, c, e + 1), PAIRED(size, last, c, e) + 2 * c * (2 + 1)),
)

SIZES = _SIZES.conclusion
COPIES = _COPIES.conclusion
WIDTHS = _WIDTHS.conclusion
CARRY = _CARRY.conclusion
PAIR = _PAIR.conclusion


def _literal() -> Verdict:
    saw, cut, read = sawtooth(4).literal, clamp().literal, bit(1).literal
    read = pad(read, 4, nonnegative=False)
    cut = pad(cut, 4, nonnegative=True)
    if cut.size != 7 + 2 * 3 or saw.depth != read.depth:
        return Verdict(Kind.REFUTED, f"padding gives sizes {cut.size}, depths {saw.depth}, {read.depth}")
    compared = 0
    for networks in ((saw, cut, read), (read, saw), (cut, cut, cut, saw)):
        together, apart = stack(*networks), parallel(*networks)
        sizes, widths = sum(one.size for one in networks), sum(one.width for one in networks)
        if together.size != sizes or apart.size != sizes or max(together.width, apart.width) > widths:
            return Verdict(Kind.REFUTED, f"sizes {[one.size for one in networks]}: {together.size}, {apart.size}")
        total = add(*networks)
        if total.size != sizes - (len(networks) - 1):
            return Verdict(Kind.REFUTED, f"sizes {[one.size for one in networks]}: the sum has {total.size}")
        for eighth in range(-20, 140, 3):
            at = Fraction(eighth, 8)
            points = [at + number for number in range(len(networks))]
            values = [run(one, [at])[0] for one in networks]
            same = list(run(together, [at])) == values and run(total, [at])[0] == sum(values, Fraction(0))
            same &= list(run(apart, points)) == [run(one, [x])[0] for one, x in zip(networks, points, strict=True)]
            if not same:
                return Verdict(Kind.REFUTED, f"another value at {at}")
            compared += 1
    for depth in (2, 3, 7):
        grown, signed = pad(clamp().literal, depth, nonnegative=True), pad(sawtooth(1).literal, depth, nonnegative=False)
        e = depth - 1
        if grown.size != clamp().size + 2 * e or signed.size != sawtooth(1).size + 3 + 6 * e - 3:
            return Verdict(Kind.REFUTED, f"padding by {e} layers gives {grown.size} and {signed.size}")
        for eighth in range(-20, 30, 7):
            at = Fraction(eighth, 8)
            if run(grown, [at]) != run(clamp().literal, [at]) or run(signed, [at]) != run(sawtooth(1).literal, [at]):
                return Verdict(Kind.REFUTED, f"padding by {e} layers changes the value at {at}")
            compared += 1
    return Verdict(Kind.CERTIFIED, f"stack, parallel, add and pad: sizes, widths, and values at {compared} points")


THEOREM = Theorem(
    name="calculus_stacking",
    title="Networks side by side, padding, and their size laws",
    part=Part.LEMMA,
    source="[SYZ22] Section 1 (definition of H_W); used throughout",
    statement=r"\mathrm{size}(N_1, \dots, N_k) = \sum_i \mathrm{size}(N_i),\quad \mathrm{width} \le \sum_i \mathrm{width}(N_i),"
    r"\quad \sigma(y) = y\ (y \ge 0),\quad \sigma(y) - \sigma(-y) = y;\quad"
    r" \text{padding by } e \text{ layers costs } 2ce \text{ or } \mathrm{size}(\text{last}) + c(6e-3)",
    hypotheses=("equal depths, any number of networks, layers, rows and columns",),
    obligations=(
        _ZEROS,
        _BLOCK,
        _SIZES,
        _WIDTHS,
        _NONE,
        _COPIES,
        _CARRY,
        _PAIR,
        _PADDED,
        _PAIRED,
        Computation(
            "the calculus stacks and pads so",
            "stack, parallel, add and pad give these values and sizes",
            Scope.INSTANCE,
            "literal layers in exact rationals",
            _literal,
        ),
    ),
    sabotage=(
        Sabotage(
            "y >= 0 dropped",
            Claim("one neuron carries any y", (y,), (), equal(relu(y), y)),
        ),
        Sabotage(
            "6e - 3 -> 6e - 4",
            Claim(
                "padding, one parameter fewer for each output",
                (size, last, c),
                (c >= 1,),
                size - last + 2 * last + c * (2 + 1) <= size + last + c * (6 - 4),
            ),
        ),
        Sabotage(
            "width: the sum of the widths is reached",
            Claim(
                "widths of two networks with two hidden layers add",
                (width, first_width, other_width, k),
                (between(1, width, 9), between(1, first_width, 9), between(1, other_width, 9), between(1, k, 9)),
                equal(
                    maximum(width + first_width, other_width + k),
                    maximum(width, other_width) + maximum(first_width, k),
                ),
            ),
        ),
    ),
)
