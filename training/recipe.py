"""What is taken from which file by stage, with weights and licences.

Stage `general` teaches inference on short everyday sentences; stage `facts`, which follows and
ends the training, teaches fact verification. Files without `unverified` rows always share their
batches with files that have them, so that the file itself is never the answer.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """How one file is used.

    general, facts: rows drawn for each stage, at most what the file has; the second from the
    other end, so that a row serves both stages only where the two overlap.
    repeat: times a row is seen in stage `facts`.
    weight: factor of a row's loss.
    held_back: share of groups kept out of training for development; larger for small files,
    where 4 % would measure nothing.
    """

    name: str
    licence: str
    general: int = 0
    facts: int = 0
    repeat: int = 1
    weight: float = 1.0
    held_back: float = 0.04


WHOLE = 10**9

NEWS = Origin(name="news", licence="own work", facts=WHOLE, repeat=2, held_back=0.12)
"""The rule-made contrasts of contrasts.py; no file. Whole events are held back."""

STORIES = Origin(name="stories", licence="own work", facts=WHOLE, held_back=0.10)
"""The stories of stories.py; no file. Whole stories are held back."""

NEAR_WORDING = Origin(
    name="near_wording", licence="own work", facts=WHOLE, held_back=STORIES.held_back
)
"""The stories' claims in their own words, from near_wording.py; no file. Held back like STORIES."""

JUDGED_STORIES = Origin(
    name="judged_stories", licence="own work", facts=WHOLE, held_back=STORIES.held_back
)
"""What is laid beside statements about long stories, from judged.py; no file. Held back like STORIES."""

JUDGED_EVENTS = Origin(name="judged_events", licence="own work", facts=WHOLE, held_back=0.0)
"""The same about whole events, from judged.py; no file."""

REWORDED = Origin(name="reworded", licence="own work", facts=WHOLE, held_back=0.0)
"""Claims of the events in nearly their own words, from judged.py; no file."""

OFF_TOPIC = Origin(
    name="off_topic", licence="own work; CC BY-SA 3.0; Apache-2.0; MIT", held_back=0.0
)
"""Statements beside claims about something else, from off_topic.py; no file."""

OWN = (NEWS, STORIES, NEAR_WORDING, JUDGED_STORIES, JUDGED_EVENTS, REWORDED, OFF_TOPIC)
"""Written for this project; these have no file in the folder of data."""

ORIGINS = (
    Origin(name="vitaminc_real", licence="CC BY-SA 3.0", facts=WHOLE, repeat=3, weight=1.2),
    Origin(name="vitaminc_synthetic", licence="CC BY-SA 3.0", facts=WHOLE),
    Origin(name="fever_dev", licence="CC BY-SA 3.0", facts=WHOLE, repeat=2),
    Origin(name="fever_symmetric_dev", licence="CC BY-SA 3.0", facts=WHOLE, repeat=2),
    Origin(name="fm2_dev", licence="Apache-2.0", facts=WHOLE, repeat=3, held_back=0.15),
    Origin(name="infotabs", licence="Apache-2.0", facts=9000, weight=0.8),
    Origin(name="conjnli_adversarial", licence="MIT", general=5000, facts=3000, weight=0.7),
    Origin(name="breaking_nli", licence="CC BY-SA 4.0", general=1500, facts=500, weight=0.5),
    Origin(name="cad_nli", licence="Apache-2.0; CC BY-SA 4.0", general=8000, facts=6000),
    Origin(
        name="mnli_dev", licence="OANC; CC BY 3.0; CC BY-SA 3.0; MIT", general=12500, facts=12000
    ),
    Origin(name="snli_dev_test", licence="CC BY-SA 4.0", general=6000, facts=3000, weight=0.8),
    Origin(name="negation_nli", licence="MIT", general=1500, facts=2500),
    Origin(name="scone", licence="CC0 1.0", general=800, weight=0.4),
    Origin(name="med", licence="CC BY-SA 4.0", general=800, weight=0.3),
    Origin(name="checkcovid", licence="MIT", facts=WHOLE, repeat=3, held_back=0.12),
    Origin(
        name="scifact_train", licence="CC BY 4.0; ODC-By 1.0", facts=WHOLE, repeat=2, held_back=0.15
    ),
    Origin(name="wice", licence="ODC-By; CC BY-SA 3.0", facts=WHOLE, repeat=2, held_back=0.12),
    Origin(name="creak_explanations", licence="MIT", general=1500, weight=0.3),
    Origin(name="derived_numbers", licence="CC BY-SA 3.0", general=1200, facts=8000, weight=0.9),
    Origin(name="derived_dates", licence="CC BY-SA 3.0", general=1200, facts=7500, weight=0.9),
    Origin(name="derived_unverified", licence="CC BY-SA 3.0", general=1000, facts=WHOLE, repeat=2),
    *OWN,
)
