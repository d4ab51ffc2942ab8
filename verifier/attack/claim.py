"""What can be attacked: a claim with a space of instances, each of which is evaluated at many places."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Generic, TypeVar

from hypothesis.strategies import SearchStrategy

from verifier.attack.plain import from_plain, plain
from verifier.errors import InvalidInput

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Trial:
    """One exact evaluation: the claim says error <= bound.

    error:   exact, or a proved lower bound of the left-hand side.
    bound:   exact, or a proved upper bound of the right-hand side.
    place:   where it was, for counting: ("cell", 3), ("gap", 2), ...; the first member is the kind of place.
    witness: plain JSON data that say, together with the instance, what was evaluated (a point, an index).
    """

    error: Fraction
    bound: Fraction
    place: Hashable = ("point",)
    witness: Mapping[str, Any] = field(default_factory=dict)

    @property
    def refutes(self) -> bool:
        """True if error > bound."""
        return self.error > self.bound

    @property
    def ratio(self) -> Fraction | None:
        """error / bound; 0 for 0/0 and below, None (infinite) if a positive error has no room at all."""
        if self.bound > 0:
            return self.error / self.bound
        return None if self.refutes else Fraction(0)

    @property
    def rank(self) -> tuple[bool, bool, Fraction]:
        """The order of the search: refutations first, then by ratio, an infinite one by its error."""
        ratio = self.ratio
        return self.refutes, ratio is None, self.error if ratio is None else ratio


@dataclass(frozen=True)
class Attackable(Generic[T]):
    """A claim for all instances of a strategy.

    name:       one line, unique within its theorem.
    statement:  error <= bound in words or symbols, with the norm and the domain.
    instances:  the Hypothesis strategy of its instances, made when first needed; simplest instances first.
    evaluate:   the trials of one instance, exactly and in a fixed order.
    again:      independent evaluations of the one trial of an instance that a witness names: a hit counts only if all of
                them exceed the bound too. Without it a hit is evaluated once more, from its JSON data.
    examples:   instances in the quick profile.
    as_printed: a claim that is known to be false as it is printed (a finding): the attack is expected to refute it.
    admits:     is an instance one of those that the claim speaks of? Asked of instances from files and of every hit; without
                it the replay of a witness says that this was not checked.
    to_data, from_data: plain JSON data of an instance and back (default: `verifier.attack.plain`).

    Raises:  InvalidInput for an empty name or statement, or examples < 1.
    """

    name: str
    statement: str
    instances: Callable[[], SearchStrategy[T]]
    evaluate: Callable[[T], Iterable[Trial]]
    again: Callable[[T, Mapping[str, Any]], Iterable[Trial]] | None = None
    examples: int = 100
    as_printed: bool = False
    admits: Callable[[T], bool] | None = None
    to_data: Callable[[T], Any] = plain
    from_data: Callable[[Any], T] = from_plain

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.statement.strip():
            raise InvalidInput.argument("name, statement", (self.name, self.statement), "texts that are not empty")
        if self.examples < 1:
            raise InvalidInput.argument("examples", self.examples, "an integer >= 1")

    def rebuilt(self, data: Any) -> T:
        """The instance that plain data describe.

        Raises:  InvalidInput if the claim does not speak of it.
        """
        instance = self.from_data(data)
        if self.admits is not None and not self.admits(instance):
            raise InvalidInput(f"{self.name}: the instance is outside of what the claim speaks of")
        return instance
