"""The dependency graph of theorems, and how strong each one is, transitively."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from verifier.errors import BrokenLedger, meant
from verifier.identities.term import Formula, Function, applications_of
from verifier.ledger.consistency import inconsistent
from verifier.ledger.definition import about_data, defined, is_instance
from verifier.ledger.theorem import Theorem
from verifier.verdict import Kind, weakest


class Graph:
    """Theorems by name, in an order in which everything stands behind what it uses.

    Raises:  BrokenLedger for a duplicate or dangling name, a cycle, an assembly or induction whose lemma nobody shows, a
             function that two theorems define differently, or a fact given of functions that another theorem defines,
             definitions that need have no model (`ledger.consistency`), or one name for two functions.
    """

    def __init__(self, theorems: Iterable[Theorem]) -> None:
        self.theorems: dict[str, Theorem] = {}
        for theorem in theorems:
            if theorem.name in self.theorems:
                raise BrokenLedger(f"two theorems are named {theorem.name!r}")
            self.theorems[theorem.name] = theorem
        for theorem in self.theorems.values():
            for used in theorem.uses:
                if used not in self.theorems:
                    raise BrokenLedger(f"{theorem.name} uses {used!r}, which does not exist")
        self.order = self._sorted()
        for theorem in self.order:
            theorem.check_assemblies(tuple(c for used in theorem.uses for c in self.theorems[used].conclusions()))
        self._check_names()
        self._check_definitions()

    def needed(self, names: Iterable[str]) -> tuple[Theorem, ...]:
        """The named theorems and all that they use, in order."""
        wanted: set[str] = set()
        todo = list(names)
        while todo:
            name = todo.pop()
            if name not in self.theorems:
                raise BrokenLedger(f"there is no theorem {name!r} (verifier list shows all){meant(name, self.theorems)}")
            if name not in wanted:
                wanted.add(name)
                todo.extend(self.theorems[name].uses)
        return tuple(theorem for theorem in self.order if theorem.name in wanted)

    def users(self, name: str) -> tuple[str, ...]:
        """The theorems that use this one directly."""
        return tuple(theorem.name for theorem in self.order if name in theorem.uses)

    def strengths(self, own: Mapping[str, Iterable[Kind]]) -> dict[str, Kind]:
        """The weakest verdict each theorem rests on, transitively; an assumption counts as ASSUMED.

        A theorem without verdicts counts as UNDECIDED.
        """
        found: dict[str, Kind] = {}
        for theorem in self.order:
            kinds = list(own.get(theorem.name, ())) or [Kind.UNDECIDED]
            kinds += [Kind.ASSUMED] * bool(theorem.assumes)
            kinds += [found[used] for used in theorem.uses]
            found[theorem.name] = weakest(kinds)
        return found

    def _check_names(self) -> None:
        """One name is one function wherever facts are stated of it."""
        known: dict[str, tuple[str, Function]] = {}
        for theorem in self.order:
            for value in applications_of(*theorem.definitions(), *theorem.given()):
                owner, function = known.setdefault(value.function.name, (theorem.name, value.function))
                if function != value.function:
                    raise BrokenLedger(
                        f"{owner} and {theorem.name} use the name {function.name} for two functions; rename one"
                    )

    def _check_definitions(self) -> None:
        """Two meanings of one name would make conclusions contradict each other.

        Of the theorems that define a function one has to have all its definitions: those of every other one occur there,
        as they are or with variables in place of terms.
        """
        by_name: dict[str, dict[str, list[Formula]]] = {}
        for theorem in self.order:
            for fact in theorem.definitions():
                for function in defined([fact]):
                    by_name.setdefault(function.name, {}).setdefault(theorem.name, []).append(fact)
        for name, users in by_name.items():
            others = [_foreign(owner, users) for owner in users]
            if others and all(others):
                (one, fact) = min(others, key=len)[0]
                owner = list(users)[others.index(min(others, key=len))]
                raise BrokenLedger(
                    f"{owner} and {one} define {name} differently: {fact} does not occur in {owner}; rename one, or use lemmas="
                )
        if (reason := inconsistent(step for theorem in self.order for step in theorem.inductions())) is not None:
            raise BrokenLedger(f"definitions: {reason}")
        known = defined(fact for theorem in self.order for fact in theorem.definitions())
        for theorem in self.order:
            for fact in theorem.given():
                if not about_data(fact, known):
                    raise BrokenLedger(f"{theorem.name}: {fact} is given, but other theorems define its functions")

    def _sorted(self) -> tuple[Theorem, ...]:
        order: list[Theorem] = []
        state: dict[str, int] = {}  # 1: on the path, 2: done
        for start in sorted(self.theorems):
            path = [(start, iter(sorted(self.theorems[start].uses)))]
            if state.get(start):
                continue
            state[start] = 1
            while path:
                name, rest = path[-1]
                following = next(rest, None)
                if following is None:
                    state[name] = 2
                    order.append(self.theorems[name])
                    path.pop()
                elif state.get(following) == 1:
                    names = [one for one, _ in path]
                    raise BrokenLedger("a cycle: " + " uses ".join([*names[names.index(following) :], following]))
                elif following not in state:
                    state[following] = 1
                    path.append((following, iter(sorted(self.theorems[following].uses))))
        return tuple(order)


def _foreign(owner: str, users: Mapping[str, list[Formula]]) -> list[tuple[str, Formula]]:
    """The definitions of the other theorems that are no instances of those of the owner."""
    own = users[owner]
    return [
        (name, fact)
        for name, facts in users.items()
        for fact in facts
        if name != owner and not any(is_instance(fact, one) for one in own)
    ]
