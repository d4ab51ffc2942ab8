"""Composition of ReLU networks: affine maps multiply, depths add, sigma is invisible on values that are not negative.

One row of the outer map, with weights w_k and bias b, reads rows beta_k + sum_c W_kc x_c of the inner one. The merged row
has the bias b + sum_k w_k beta_k and the weights `coefficient` sum_k w_k W_kc; that it computes the composition is an
exchange of two finite sums, proved for every number of middle neurons i and of columns p by two inductions.
"""

from fractions import Fraction

from verifier.attack.blocks import composition_values
from verifier.constructions.exponential import exponential
from verifier.constructions.sawtooth import clamp, sawtooth
from verifier.exact.dyadic import Dyadic
from verifier.identities.assembly import instance
from verifier.identities.identity import Claim
from verifier.identities.induction import induction
from verifier.identities.term import Formula, Function, Sort, Term, all_of, equal, integers, reals, relu, term
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem
from verifier.network.calculus import chain, compose, scale, shift_input
from verifier.network.compiled import run
from verifier.verdict import Kind, Verdict

b, y, w = reals("b y w")
i, p, k, L, L_in, L_out = integers("i p k L L_in L_out")
inputs, outputs, middle, last, first, merged, S_in, S_out, S = integers(
    "inputs outputs middle last first merged S_in S_out S"
)

W_OUT = Function("outer_weight")
W_IN = Function("inner_weight", 2)
BETA = Function("inner_bias")
X = Function("inner_input")
OFFSET = Function("offset")
ROW = Function("inner_row", 2)
COEFFICIENT = Function("coefficient", 2)
MERGED = Function("merged_row", 2)
BIAS = Function("merged_bias", 2)
TWO_STEPS = Function("composed_row", 3)
SHIFTED = Function("shifted_row", 2)
PLAIN = Function("plain_row")
MOVED = Function("moved_bias", 2)
NET = Function("network")
DEPTHS = Function("sum_of_depths", 1, Sort.INTEGER)
MAPS = Function("maps_of_chain", 1, Sort.INTEGER)
DEPTH = Function("depth", 1, Sort.INTEGER)
SIZE = Function("size", 1, Sort.INTEGER)
SIZES = Function("sum_of_sizes", 1, Sort.INTEGER)
STORED = Function("size_of_chain", 1, Sort.INTEGER)


def _inner(k: Term, p: Term) -> Formula:
    return equal(ROW(k, p + 1), ROW(k, p) + W_IN(k, p + 1) * X(p + 1))


def _column(i: Term, p: Term) -> Formula:
    return equal(MERGED(i, p + 1), MERGED(i, p) + COEFFICIENT(i, p + 1) * X(p + 1))


def _collected(i: Term, c: Term) -> Formula:
    return equal(COEFFICIENT(i + 1, c), COEFFICIENT(i, c) + W_OUT(i + 1) * W_IN(i + 1, c))


_NEURON = induction(
    "one more middle neuron adds its weight times its row",
    p,
    0,
    lambda p: equal(MERGED(i + 1, p), MERGED(i, p) + W_OUT(i + 1) * ROW(i + 1, p)),
    variables=(i,),
    hypotheses=lambda p: i >= 0,
    initial=(equal(MERGED(i, 0), 0), equal(MERGED(i + 1, 0), 0), equal(ROW(i + 1, 0), 0)),
    recurrence=lambda p: all_of(
        _inner(i + 1, p), _column(i, p), _column(i + 1, p), _collected(i, p + 1)
    ),
)
_NOTHING = induction(
    "without middle neurons the merged weights are 0",
    p,
    0,
    lambda p: equal(MERGED(0, p), 0),
    initial=(equal(MERGED(0, 0), 0),),
    recurrence=lambda p: all_of(_column(term(0), p), equal(COEFFICIENT(0, p + 1), 0)),
)
_COMPOSED = induction(
    "the merged row is the composition: b + sum_k w_k (beta_k + row_k) = merged bias + sum_c coefficient_c x_c",
    i,
    0,
    lambda i: equal(TWO_STEPS(b, i, p), BIAS(b, i) + MERGED(i, p)),
    variables=(b, p),
    hypotheses=lambda i: p >= 0,
    initial=(equal(TWO_STEPS(b, 0, p), b), equal(BIAS(b, 0), b)),
    recurrence=lambda i: all_of(
        equal(TWO_STEPS(b, i + 1, p), TWO_STEPS(b, i, p) + W_OUT(i + 1) * (BETA(i + 1) + ROW(i + 1, p))),
        equal(BIAS(b, i + 1), BIAS(b, i) + W_OUT(i + 1) * BETA(i + 1)),
    ),
    lemmas=(instance(_NOTHING.conclusion), instance(_NEURON.conclusion, i=i)),
)
_SHIFT = induction(
    "moving the input moves the bias: bias + sum w_c (x_c + o_c) = (bias + sum w_c o_c) + sum w_c x_c",
    p,
    0,
    lambda p: equal(SHIFTED(b, p), MOVED(b, p) + PLAIN(p)),
    variables=(b,),
    initial=(equal(SHIFTED(b, 0), b), equal(MOVED(b, 0), b), equal(PLAIN(0), 0)),
    recurrence=lambda p: all_of(
        equal(SHIFTED(b, p + 1), SHIFTED(b, p) + W_OUT(p + 1) * (X(p + 1) + OFFSET(p + 1))),
        equal(MOVED(b, p + 1), MOVED(b, p) + W_OUT(p + 1) * OFFSET(p + 1)),
        equal(PLAIN(p + 1), PLAIN(p) + W_OUT(p + 1) * X(p + 1)),
    ),
)
_DEPTH = Claim(
    "depths add: the maps of both, two of them merged",
    (L, L_in, L_out),
    (L_in >= 1, L_out >= 1, equal(L, (L_in - 1) + 1 + (L_out - 1))),
    equal(L - 1, (L_in - 1) + (L_out - 1)),
)
_STORED = Claim(
    "size of a composition: the merged map stores at most outputs (inputs + 1) numbers",
    (S, S_in, S_out, last, first, merged, inputs, outputs),
    (
        equal(S, S_in - last + merged + S_out - first),
        merged <= outputs * (inputs + 1),
        last >= 0,
        first >= 0,
        inputs >= 0,
        outputs >= 0,
    ),
    S_in + S_out + outputs * (inputs + 1) >= S,
)
_INVISIBLE = Claim("N(sigma(y)) = N(y) for y >= 0", (y,), (y >= 0,), equal(NET(relu(y)), NET(y)))
_CHAIN = induction(
    "a chain of k networks: depth = sum of the depths + k - 1, size = sum of the sizes",
    k,
    1,
    lambda k: all_of(equal(MAPS(k) - 1, DEPTHS(k) + k - 1), equal(STORED(k), SIZES(k))),
    initial=(
        equal(MAPS(1), DEPTH(1) + 1),
        equal(DEPTHS(1), DEPTH(1)),
        equal(STORED(1), SIZE(1)),
        equal(SIZES(1), SIZE(1)),
    ),
    recurrence=lambda k: all_of(
        equal(MAPS(k + 1), MAPS(k) + DEPTH(k + 1) + 1),
        equal(DEPTHS(k + 1), DEPTHS(k) + DEPTH(k + 1)),
        equal(STORED(k + 1), STORED(k) + SIZE(k + 1)),
        equal(SIZES(k + 1), SIZES(k) + SIZE(k + 1)),
    ),
)

COMPOSED = _COMPOSED.conclusion
DEPTH_LAW = _DEPTH
STORED_LAW = _STORED
INVISIBLE = _INVISIBLE
CHAIN_LAW = _CHAIN.conclusion


def _literal() -> Verdict:
    saw, cut, power_of_four = sawtooth(3).literal, clamp().literal, exponential(5).literal
    half, shift = Dyadic(1, -1), Dyadic(-3, -2)
    compared = 0
    for outer in (saw, cut, power_of_four):
        for inner in (saw, cut, power_of_four):
            whole, linked = compose(outer, inner), chain(inner, outer)
            if whole.depth != outer.depth + inner.depth or linked.depth != outer.depth + inner.depth + 1:
                return Verdict(Kind.REFUTED, f"depths {outer.depth}, {inner.depth}: {whole.depth}, {linked.depth}")
            if linked.size != outer.size + inner.size:
                return Verdict(Kind.REFUTED, f"sizes {outer.size}, {inner.size}: chained {linked.size}")
            merged = outer.layers[0].outputs * (inner.layers[-1].inputs + 1)
            if whole.size > outer.size + inner.size - outer.layers[0].size - inner.layers[-1].size + merged:
                return Verdict(Kind.REFUTED, f"sizes {outer.size}, {inner.size}: composed {whole.size}")
            for eighth in range(-16, 60, 3):
                at = Fraction(eighth, 8)
                middle = run(inner, [at])[0]
                same = run(whole, [at])[0] == run(outer, [middle])[0]
                same &= run(linked, [at])[0] == run(outer, [max(middle, Fraction(0))])[0]
                same &= run(scale(inner, half), [at])[0] == middle / 2
                same &= run(shift_input(inner, [shift]), [at])[0] == run(inner, [at - Fraction(3, 4)])[0]
                if not same:
                    return Verdict(Kind.REFUTED, f"another value at {at}")
                compared += 1
    return Verdict(Kind.CERTIFIED, f"9 pairs of networks: depths, sizes, and values at {compared} points")


THEOREM = Theorem(
    name="calculus_composition",
    title="Composition of networks and its size law",
    part=Part.LEMMA,
    source="[SYZ22] Section 1 (definition of H_W); used throughout",
    statement=r"\sum_k w_k \Big(\beta_k + \sum_c W_{kc} x_c\Big) + b = \Big(b + \sum_k w_k \beta_k\Big)"
    r" + \sum_c \Big(\sum_k w_k W_{kc}\Big) x_c;\quad \mathrm{depth}(N_2 \circ N_1) = \mathrm{depth}(N_2) + \mathrm{depth}(N_1),"
    r"\quad \mathrm{size}(N_k \sigma \cdots \sigma N_1) = \sum_i \mathrm{size}(N_i)",
    hypotheses=("finitely many neurons and columns, any number of each",),
    obligations=(
        _NEURON,
        _NOTHING,
        _COMPOSED,
        _SHIFT,
        _DEPTH,
        _STORED,
        _INVISIBLE,
        _CHAIN,
        Computation(
            "the calculus composes so",
            "compose, chain, scale and shift_input give these values, depths and sizes",
            Scope.INSTANCE,
            "literal layers in exact rationals",
            _literal,
        ),
    ),
    sabotage=(
        Sabotage(
            "y >= 0 dropped: sigma is not invisible",
            Claim("sigma(y) = y for all y", (y,), (), equal(relu(y), y)),
        ),
        Sabotage(
            "the merged bias without w_k beta_k",
            Claim(
                "composition, the inner bias forgotten",
                (b, y, w),
                (),
                equal(b + w * (BETA(1) + y), b + w * y),
            ),
        ),
        Sabotage(
            "depth: the two maps that meet counted twice",
            Claim("depths, not merged", (L, L_in, L_out), (equal(L, L_in + L_out),), equal(L - 1, (L_in - 1) + (L_out - 1))),
        ),
    ),
    attacks=(composition_values(),),
)
