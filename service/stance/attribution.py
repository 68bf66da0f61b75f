"""Who said it: the statement's speaker against the claim's.

A claim that the outlet only relays supports the bare content; one from which it keeps its distance
supports only that the party said so (gold policy 4).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from service.domain.corpus import Claim, Source, Standing
from service.domain.evidence import ReasonType
from service.domain.mentions import Attribution, Name, NameKind
from service.parsing.analysis import Analysis
from service.parsing.lexicon import Lexicon
from service.parsing.names import country_of, find_names
from service.parsing.tokens import tokenize
from service.stance.alignment import OFFICES
from service.stance.comparison import Comparison, Finding, comparison, passage
from service.stance.descriptions import Descriptions


class SpeakerMatch(StrEnum):
    """How the claim's speaker stands to the statement's."""

    NOT_ASKED = "not_asked"  # the statement names no speaker
    SAME = "same"
    OTHER = "other"  # both are named parties, and they differ
    UNKNOWN = "unknown"  # the claim names nobody, or one of them is no named party


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A speaker reduced to what identifies it: name keys, and stems and concepts of its words.

    ``affiliations`` are the names of bodies for which it speaks ("Tessalon's spokeswoman"), ``outlets``
    those that a journalist may report for ("AFP journalists", "a correspondent for Izvestia").
    """

    names: frozenset[str]
    affiliations: frozenset[str]
    outlets: frozenset[str]
    countries: frozenset[str]
    stems: frozenset[str]
    concepts: frozenset[str]

    @property
    def keys(self) -> frozenset[str]:
        """What a description of a name would have to share."""
        return self.concepts | frozenset(f"w_{stem}" for stem in self.stems)


@lru_cache(maxsize=4096)
def voice(speaker: str) -> Voice:
    """Read a speaker as the corpus or a statement names one."""
    lexicon = Lexicon.load()
    speaker = _GOES_ON.sub("", speaker)
    names = find_names(speaker)
    outside = [
        token
        for token in tokenize(speaker)
        if not token.is_stop and not any(n.span.overlaps(token.span) for n in names)
    ]
    stems = [token.stem for token in outside]
    concepts = {match.concept for match in lexicon.match(stems)}
    # "Tessalon's boss" is a boss, "union leader Dagny Holt" is Holt, and "Moscow" is itself.
    last = outside[-1].span.end if outside else -1
    keys = frozenset(
        name.key
        for name in names
        if not outside or (name.span.end > last and country_of(name.key) == "")
    )
    person = next((name for name in names if _speaks_in_person(speaker, name)), None)
    if person is not None:
        keys = frozenset({person.key})
    return Voice(
        names=keys,
        affiliations=frozenset(name.key for name in names) - keys,
        outlets=_outlets(names) if "journalist" in concepts else frozenset(),
        countries=frozenset(country_of(name.key) for name in names) - {""},
        stems=frozenset(stems),
        concepts=frozenset(concepts),
    )


def _outlets(names: Sequence[Name]) -> frozenset[str]:
    return frozenset(
        name.key
        for name in names
        if name.kind is not NameKind.PERSON and country_of(name.key) == ""
    )


def _speaks_in_person(speaker: str, name: Name) -> bool:
    """Whether a person's name is that of the speaker: "Sela Motane of the Disaster Office",
    "Lio Haveru, a teacher from Ruema", but not "Sela Motane's office".
    """
    return name.kind is NameKind.PERSON and bool(_ENDS_PERSON.match(speaker, name.span.end))


# "Ferreby could not resist a joke: …" tells more of the speaker than the name.
_GOES_ON = re.compile(
    r"(?<=\w) (?:can|could|would|will|had|has|have|was|were|is|are|did|does|do)(?: not|n['’]t)? .*"
)
_ENDS_PERSON = re.compile(r"$|,|\s(?:of|from|at|for)\s")


def match_speaker(
    statement: Analysis,
    analysis: Analysis,
    claim: Claim,
    source: Source,
    descriptions: Descriptions,
) -> SpeakerMatch:
    """Whether the claim is in the mouth of whom the statement names."""
    if statement.attribution is None:
        return SpeakerMatch.NOT_ASKED
    called = _speaker_called(statement, statement.attribution)
    if called is None:
        return SpeakerMatch.NOT_ASKED
    asked = voice(called)
    if source.publisher and _folded(statement.attribution.speaker) == _folded(source.publisher):
        return SpeakerMatch.SAME
    heard = [claim.speaker] if claim.speaker else []
    if analysis.attribution is not None:
        heard.append(_whole_speaker(analysis.text, analysis.attribution))
    voices = [voice(speaker) for speaker in heard]
    if any(_of_two_outlets(asked, other) for other in voices):
        return SpeakerMatch.OTHER
    if voices and all(_of_two_countries(asked, other) for other in voices):
        return SpeakerMatch.OTHER
    if any(_same(asked, other) or _speaks_for(asked, other, descriptions) for other in voices):
        return SpeakerMatch.SAME
    spoken = voice(claim.speaker) if claim.speaker else None
    if spoken and spoken.names and asked.names and not _bears_the_name(called, spoken):
        return SpeakerMatch.OTHER
    return SpeakerMatch.UNKNOWN


def _bears_the_name(called: str, spoken: Voice) -> bool:
    """Whether the claim's speaker has the name of what the statement's belongs to, and no other name
    tells who that is: "the owner of Fruvel" may be Marten Fruvel.
    """
    found = _BELONGS.search(called)
    if found is None:
        return False
    names = find_names(called)
    theirs = {word for key in spoken.names for word in key.split()}
    return all(n.span.start > found.start() and theirs.issuperset(n.key.split()) for n in names)


_BELONGS = re.compile(r"\b(?:of|at|for|from|in|behind) (?:the )?[A-Z][^,]*$")


def _speaker_called(statement: Analysis, attribution: Attribution) -> str | None:
    """What the statement calls its speaker; of "she", the one person it names, or None."""
    if attribution.speaker.lower() not in _PRONOUNS:
        return _whole_speaker(statement.text, attribution)
    persons = {name.text for name in statement.names if name.kind is NameKind.PERSON}
    others = {name.text for name in statement.names if name.kind is NameKind.OTHER}
    named = persons or others
    return named.pop() if len(named) == 1 else None


_PRONOUNS = frozenset({"he", "she", "they", "it", "who"})


def _whole_speaker(text: str, attribution: Attribution) -> str:
    """The speaker with an apposition: "The head of the agency, Claas Imhoff, said"."""
    start, cue = attribution.speaker_span.start, attribution.cue_span.start
    whole = text[start:cue] if start < cue else attribution.speaker
    return _NOT_ANOTHER.sub("", whole)


# "Reuters, not DW, reported"
_NOT_ANOTHER = re.compile(r",? (?:and )?not [^,]+(?:,|$)")


def _folded(name: str) -> str:
    return " ".join(token.stem for token in tokenize(name) if not token.is_stop)


def _of_two_countries(asked: Voice, other: Voice) -> bool:
    """The police of one country do not speak for those of another."""
    return bool(asked.countries and other.countries and not asked.countries & other.countries)


def _of_two_outlets(asked: Voice, other: Voice) -> bool:
    """Reuters reporters are no AFP journalists."""
    return bool(asked.outlets and other.outlets and not asked.outlets & other.outlets)


def _same(asked: Voice, other: Voice) -> bool:
    if _of_two_countries(asked, other):
        return False
    shared_names = asked.names & other.names
    offices = asked.concepts & other.concepts or asked.stems & other.stems
    if shared_names and not (asked.stems and other.stems):
        return True
    # "The mayor of Tolmark" is "Lena Orvo, the mayor of Tolmark".
    of_one_body = bool(asked.names) and asked.names <= other.affiliations
    one = not asked.names or not other.names or bool(shared_names) or of_one_body
    return bool(offices) and one


def _speaks_for(asked: Voice, other: Voice, descriptions: Descriptions) -> bool:
    """Whether the statement names a class of speakers ("officials") that the claim's is of."""
    if _of_two_countries(asked, other):
        return False
    if asked.names:
        return bool(asked.names & other.affiliations and other.concepts & MOUTHPIECES)
    if asked.concepts & OFFICIALDOM:
        return bool(other.concepts & OFFICIAL_VOICES) or any(
            descriptions.fit_any(name, OFFICES) for name in other.names
        )
    # One word describes ("a resident"); of a longer title, a shared word proves nothing.
    return len(asked.stems) == 1 and any(
        descriptions.fit_any(name, asked.keys) for name in other.names
    )


# Words for officials in general, and the particular voices that they may be.
OFFICIALDOM = frozenset({"official", "authority", "government"})
MOUTHPIECES = frozenset({"spokesperson", "chief", "chief-executive", "president"})
OFFICIAL_VOICES = OFFICIALDOM | frozenset(
    "president prime-minister minister ministry police security-force prosecutor army mayor".split()
)


def compare_speakers(
    statement: Analysis, match: SpeakerMatch, analysis: Analysis, claim: Claim
) -> list[Comparison]:
    """The comparison of speakers, where the statement names one."""
    if statement.attribution is None or match is SpeakerMatch.NOT_ASKED:
        return []
    asked = statement.attribution
    heard = analysis.attribution.speaker_span if analysis.attribution else None
    finding, detail = {
        SpeakerMatch.SAME: (Finding.AGREE, f"{claim.speaker or asked.speaker} is the speaker"),
        SpeakerMatch.OTHER: (Finding.CONFLICT, f"{claim.speaker} said it, not {asked.speaker}"),
        SpeakerMatch.UNKNOWN: (
            Finding.INCOMPARABLE,
            f"the claim does not say that {asked.speaker} said it",
        ),
    }[match]
    return [
        comparison(
            finding,
            ReasonType.ATTRIBUTION,
            statement=passage(statement.text, asked.speaker_span),
            claim=passage(analysis.text, heard),
            detail=detail,
        )
    ]


def distance(analysis: Analysis, claim: Claim) -> Comparison:
    """Why a distanced claim does not support the bare statement."""
    heard = analysis.attribution.speaker_span if analysis.attribution else None
    return comparison(
        Finding.INCOMPARABLE,
        ReasonType.ATTRIBUTION,
        statement=None,
        claim=passage(analysis.text, heard),
        detail=f"{claim.speaker or 'A party'} says so; the source keeps its distance",
    )


def is_distanced(claim: Claim) -> bool:
    return claim.standing is Standing.DISTANCED
