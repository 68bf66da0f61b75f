"""What two figures count, and what befell it: the same, a part, or something else."""

from __future__ import annotations

from service.domain.mentions import Quantity
from service.parsing.analysis import Term
from service.parsing.lexicon import Lexicon, Relation
from service.parsing.units import TIME_WORDS
from service.stance.figures import Figure


def counted_relation(ours: Figure, theirs: Figure, lexicon: Lexicon) -> Relation:
    """How what the claim counts stands to what the statement counts (NARROWER: it is a part)."""
    if not ours.counted and not theirs.counted:
        return Relation.SAME
    if not ours.counted and _bare_people(ours.quantity):
        return Relation.NONE if _is_measure(theirs.counted[-1]) else Relation.NARROWER
    if not ours.counted:
        return Relation.SAME
    if not theirs.counted:
        return Relation.SAME
    best = Relation.NONE
    for term in ours.counted:
        for other in theirs.counted:
            relation = _term_relation(other, term, lexicon)
            if relation is Relation.SAME:
                return Relation.SAME
            if best is Relation.NONE:
                best = relation
    return best


def _bare_people(quantity: Quantity) -> bool:
    return quantity.unit == "" and quantity.counted != ""


def _is_measure(counted: Term) -> bool:
    """Whether no people are counted, but time: "more than 11,000 flying hours"."""
    return counted.text.lower() in TIME_WORDS


def _term_relation(a: Term, b: Term, lexicon: Lexicon) -> Relation:
    if a.name is not None and b.name is not None:
        return Relation.SAME if a.name.key == b.name.key else Relation.NONE
    if a.stem and a.stem == b.stem:
        return Relation.SAME
    return concept_relation(a.concepts, b.concepts, lexicon)


_STRENGTH = (
    Relation.SAME,
    Relation.NARROWER,
    Relation.BROADER,
    Relation.OPPOSITE,
    Relation.EXCLUSIVE,
)


def concept_relation(a: frozenset[str], b: frozenset[str], lexicon: Lexicon) -> Relation:
    """The strongest relation between any concept of one word and any of another."""
    relations = {lexicon.relation(x, y) for x in a for y in b}
    return next((relation for relation in _STRENGTH if relation in relations), Relation.NONE)


def act_relation(act: Term | None, other: Term | None, lexicon: Lexicon) -> Relation:
    """How what befell the claim's counted stands to the statement's; SAME where either tells nothing."""
    if act is None or other is None:
        return Relation.SAME
    return concept_relation(other.concepts, act.concepts, lexicon)
