"""The verbs by which somebody is said to have said something, and how each of them says it."""

from __future__ import annotations

from service.domain.mentions import Manner


def _forms(verb: str) -> tuple[str, str, str]:
    """The base, the form in -s and the past of a regular verb."""
    hissing = verb.endswith(("s", "sh"))
    return verb, verb + ("es" if hissing else "s"), verb + ("d" if verb.endswith("e") else "ed")


# Verbs that may take their content as a noun phrase ("reported 18 deaths") as well as a clause.
WITH_NOUN = {
    **dict.fromkeys("reported reports report announced announces announce".split(), Manner.SAID),
    **dict.fromkeys("confirmed confirms confirm estimated estimates".split(), Manner.SAID),
    **dict.fromkeys("revealed reveals disclosed".split(), Manner.SAID),
    **dict.fromkeys("claimed claims claim alleged alleges allege".split(), Manner.CLAIMED),
    **dict.fromkeys("denied denies deny".split(), Manner.DENIED),
}
_IRREGULAR = """said says say told tells tell thought thinks think swore swears swear wrote writes write
    replied testified""".split()
# "Insist", "insists", "insisted".
_REGULAR = """state add note declare explain warn insist stress argue acknowledge promise vow conclude predict
    suggest emphasise emphasize reiterate respond observe recall inform assure indicate believe fear boast
    concede repeat shout mention maintain suspect reckon caution complain remark lament agree""".split()
_WITH_CLAUSE = {
    **dict.fromkeys(_IRREGULAR, Manner.SAID),
    **dict.fromkeys(
        "admitted admits admit tweeted posted commented pledged joked quipped".split(), Manner.SAID
    ),
    **{form: Manner.SAID for verb in _REGULAR for form in _forms(verb)},
    **{form: Manner.CLAIMED for verb in ("assert", "contend") for form in _forms(verb)},
    **dict.fromkeys("asked asks wondered questioned inquired".split(), Manner.ASKED),
}
VERBS = WITH_NOUN | _WITH_CLAUSE
NOUNS = frozenset(
    """state states report reports claim claims note notes estimates posted fear fears deny suspect
    suspects remark remarks promise promises vow vows stress stresses caution cautions lament laments
    boast boasts recall recalls repeat repeats mention mentions shout shouts""".split()
)
"""Forms that elsewhere in a sentence are nouns ("a state of emergency"), or say too little there."""
ADDRESSED = frozenset("told tells tell informed assured assures warned warns".split())
# 'X dismissed the deal as "a joke"'
AS_LABELS = frozenset(
    """described describes dismissed dismisses denounced denounces hailed hails praised praises
    condemned condemns slammed slams branded brands portrayed portrays characterised
    characterized""".split()
)
# "X called the deal a triumph": what is said of something, without a clause.
LABELS = AS_LABELS | frozenset("put puts called calls".split())
