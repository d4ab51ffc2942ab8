"""The size of phi1 in Theorem 2.2: 3^d copies at shifted points, at most 3^d 2^(dn+5) parameters, for all d and n.

The copies share their input only, so that the sizes add up: 3^d (6d(K-1) + 1 + 3J - 2) <= 3^d 2^(dn+4).
"""

from proofs.calculus_powers import POSITIVE, RECURRENCE, power
from proofs.size_phi1 import BOUND as ONE
from proofs.size_phi1 import PAIRS, phi1_size
from verifier.constructions.exponential import phi1
from verifier.constructions.grid import Grid, sup_delta
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.term import equal, integers, term
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.network.block import fan
from verifier.verdict import Kind, Verdict

d, n, S, P, Q, T, K = integers("d n S P Q T K")

_COPIES = Claim("T S <= T Q for S <= P, Q = 2 P", (T, S, P, Q), (T >= 1, P >= 1, S <= P, equal(Q, 2 * P)), T * S <= T * Q)
_NATURAL = Claim("d n >= 0", (d, n), (d >= 1, n >= 1), d * n >= 0)
_DOUBLED = Assembly(
    "2^(dn+5) = 2 * 2^(dn+4) > 0",
    (d, n),
    (instance(RECURRENCE, b=2, i=d * n + 4), instance(POSITIVE, b=2, i=d * n + 4), instance(_NATURAL)),
    equal(power(2, d * n + 5), 2 * power(2, d * n + 4)) & (power(2, d * n + 4) >= 1),
    (d >= 1, n >= 1),
)
_BOUND = Assembly(
    "3^d copies of phi1 store at most 3^d 2^(dn+5) parameters",
    (d, n),
    (
        instance(ONE),
        instance(stated(_DOUBLED)),
        instance(POSITIVE, b=3, i=d),
        instance(
            _COPIES,
            T=power(3, d),
            S=phi1_size(d, power(2, n), power(2, d * n)),
            P=power(2, d * n + 4),
            Q=power(2, d * n + 5),
        ),
    ),
    power(3, d) * phi1_size(d, power(2, n), power(2, d * n)) <= power(3, d) * power(2, d * n + 5),
    (d >= 1, n >= 1),
)

BOUND = stated(_BOUND)  # d, n >= 1: 3^d phi1_size(d, 2^n, 2^(dn)) <= 3^d 2^(dn+5)


def _literal() -> Verdict:
    """The stored numbers of the literal copies."""
    pairs = [(axes, exponent) for axes, exponent in PAIRS if axes <= 3 and axes * exponent <= 6]
    for axes, exponent in pairs:
        grid = Grid(axes, exponent, sup_delta(exponent))
        found = fan("phi1", *(phi1(grid, shift) for shift in grid.shifts())).literal.size
        if found != 3**axes * (6 * axes * (grid.K - 1) + 1 + 3 * grid.J - 2) or found > 3**axes << (axes * exponent + 5):
            return Verdict(Kind.REFUTED, f"d = {axes}, n = {exponent}: {found} numbers")
    return Verdict(Kind.CERTIFIED, f"3^d (6d(K-1) + 3J - 1) numbers for {len(pairs)} pairs (d, n), d <= 3, d n <= 6")


THEOREM = Theorem(
    name="size_sup_phi1",
    title="Size of phi1 in Theorem 2.2",
    part=Part.SIZE,
    source="[SYZ22] Theorem 2.2",
    statement=r"\phi_1 \text{ stores } 3^d (6d(K-1) + 1 + 3J - 2) \le 3^d 2^{dn+4} \le 3^d 2^{dn+5} \text{ parameters}",
    hypotheses=(r"d, n \ge 1",),
    uses=("calculus_powers", "size_phi1"),
    obligations=(
        _COPIES,
        _NATURAL,
        _DOUBLED,
        _BOUND,
        Computation(
            "the copies store that many numbers",
            "3^d (6d(K-1) + 1 + 3J - 2) numbers at the 3^d shifts",
            Scope.INSTANCE,
            "literal layers, counted",
            _literal,
        ),
    ),
    sabotage=(
        Sabotage(
            "3^d copies -> 3^d - 1 in the bound 3^d 2^(dn+4), sizes full",
            Claim("T S <= (T-1) P", (T, S, P), (T >= 3, P >= 1, S <= P), T * S <= (T - 1) * P),
        ),
        Sabotage(
            "2^(dn+5) -> 2^(dn+3) (d = 1)",
            Claim("3 sizes <= 3 * 8 K", (K,), (K >= 2,), 3 * phi1_size(term(1), K, K) <= 24 * K),
        ),
    ),
)
