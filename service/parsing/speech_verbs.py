"""The verbs by which somebody is said to have said something, and how each of them says it."""

from __future__ import annotations

from service.domain.mentions import Manner

# Verbs that may take their content as a noun phrase ("reported 18 deaths") as well as a clause.
WITH_NOUN = {
    **dict.fromkeys("reported reports report announced announces announce".split(), Manner.SAID),
    **dict.fromkeys("confirmed confirms confirm estimated estimates".split(), Manner.SAID),
    **dict.fromkeys("revealed reveals disclosed".split(), Manner.SAID),
    **dict.fromkeys("claimed claims claim alleged alleges allege".split(), Manner.CLAIMED),
    **dict.fromkeys("denied denies deny".split(), Manner.DENIED),
}
_WITH_CLAUSE = {
    **dict.fromkeys(
        """said says say stated states state told tells tell added adds noted notes declared
        declares explained explains warned warns insisted insists stressed stresses argued argues
        acknowledged acknowledges admitted admits testified wrote writes tweeted posted commented
        concluded concludes predicted predicts promised vowed pledged suggested suggests emphasised
        emphasized reiterated replied responded observed recalled informed assured assures
        indicated indicates believes believe thinks fears boasted conceded repeated shouted
        mentioned maintained maintains maintain recalls suspects suspected reckons reckoned cautions
        cautioned complains complained remarks remarked lamented laments joked quipped""".split(),
        Manner.SAID,
    ),
    **dict.fromkeys("asserted asserts contended contends".split(), Manner.CLAIMED),
    **dict.fromkeys("asked asks wondered questioned inquired".split(), Manner.ASKED),
}
VERBS = WITH_NOUN | _WITH_CLAUSE
ADDRESSED = frozenset("told tells tell informed assured assures warned warns".split())
# 'X dismissed the deal as "a joke"'
AS_LABELS = frozenset(
    """described describes dismissed dismisses denounced denounces hailed hails praised praises
    condemned condemns slammed slams branded brands portrayed portrays characterised
    characterized""".split()
)
# "X called the deal a triumph": what is said of something, without a clause.
LABELS = AS_LABELS | frozenset("put puts called calls".split())
