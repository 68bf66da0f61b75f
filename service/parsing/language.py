"""Which language a statement is written in, from its script and its function words.

Trained identifiers guess badly on one short sentence full of foreign names; the little words
(articles, prepositions, auxiliaries) do not depend on the names and decide such a sentence. So
this needs no model: no function word of another language means English. One such word among
English ones is an accident ("Solt's son", "health care"), and a name's particles tell of the
name only ("Ursula von der Leyen").
"""

from __future__ import annotations

import re
import unicodedata

from service.parsing.gazetteer import common_words, rarer_words

UNDETERMINED = "und"
ENGLISH = "en"

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")

# Words that are frequent in one language; where two share a word, both count it.
_FUNCTION_WORDS = {
    "en": """the of and to in is was were are has have had been be that with for on at by from as it
        its his her their they he she we not no more than who which this these those will would
        said says after before over about but or an will can could since until during there""",
    "de": """der die das den dem des und ist war waren sind hat haben hatte hatten ein eine einen
        einem einer im am zum zur nicht mit von für auf bei nach über unter als auch wurde wurden
        wird werden sich aus dass daß noch nur kein keine sie wir ihr sein seine durch gegen seit
        vom beim galt ganzen mehr oder aber wie""",
    "fr": """le la les des du un une et est était étaient sont ont avait avec dans pour sur par pas
        que qui au aux ce cette ces son sa ses leur leurs il elle ils elles nous vous été dit l d qu
        n s ne plus mais ou où en depuis après avant selon contre entre sans sous""",
    "es": """el la los las de del y es era fue fueron son ha han había con por para que en un una
        se no su sus al lo más pero como sin sobre desde hasta entre según tras este esta""",
    "it": """il lo la gli le di del della dei delle degli e è era sono ha hanno aveva con per che
        nel nella un una non si su al alla da dal dalla più ma come stato stati dopo""",
    "pt": """o os as de do da dos das e é era foi foram são tem têm com por para que em no na nos
        nas um uma não se seu sua ao à mais mas como após segundo""",
    "nl": """de het een en is was waren zijn heeft hebben had van in op met voor niet door bij naar
        uit dat die er aan te om werd werden wordt ook als maar over tegen sinds""",
    "sv": """och det att är var har hade som en ett på av för med till den de inte om från han hon
        har blev efter""",
    "da": """og det at er var har havde som en et på af for med til den de ikke om fra han hun blev
        efter""",
    "pl": """i w na z do nie się jest był była było były są że to o po od za przez dla jak ale oraz
        został zostały który która""",
    "tr": """ve bir bu için ile da de olarak olan oldu olduğu çok daha sonra kadar gibi ise değil""",
    "cs": """a v na se je byl byla bylo byly jsou že to o po od za pro jak ale nebo který která""",
    "ro": """și în la cu de pe nu este era au fost sunt că un o din care mai după pentru""",
    "id": """yang dan di ke dari untuk dengan pada adalah ini itu tidak telah akan oleh dalam""",
}
_LEXICONS = {code: frozenset(words.split()) for code, words in _FUNCTION_WORDS.items()}
_LANGUAGES = {
    word: tuple(code for code, words in _LEXICONS.items() if word in words)
    for word in frozenset().union(*_LEXICONS.values())
}
# Between two capitals these join the parts of a person's name.
_JOINED = re.compile(
    r"(?<=[^\W\d_])(?:\s(?:von|vom|zu|zum|zur|van|der|den|de|ten|ter|la|las|los|le|du|des|del|della|di"
    r"|da|do|dos|das|bin))+\s(?=[A-Z])"
)
# "A" is an article here and a verb, a preposition or a conjunction elsewhere: it tells nothing.
_SHARED = _LEXICONS[ENGLISH] | {"a"}
# Letters that one language of a shared script has and its neighbours do not.
_KAZAKH_ONLY = frozenset("әғқңөұүһ")
_UKRAINIAN_ONLY = frozenset("іїєґ")
_SCRIPTS = (
    ("HIRAGANA", "ja"),
    ("KATAKANA", "ja"),
    ("HANGUL", "ko"),
    ("CJK", "zh"),
    ("CYRILLIC", "ru"),
    ("ARABIC", "ar"),
    ("HEBREW", "he"),
    ("GREEK", "el"),
    ("DEVANAGARI", "hi"),
    ("THAI", "th"),
    ("GEORGIAN", "ka"),
    ("ARMENIAN", "hy"),
)


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language of ``text``; ``"und"`` when nothing in it tells."""
    letters = [char for char in text if char.isalpha()]
    if not letters:
        return UNDETERMINED
    if text.isascii():
        return _by_words(text)
    foreign = [char for char in letters if not _is_latin(char)]
    if len(foreign) * 2 > len(letters):
        return _by_script(foreign)
    return _by_words(text)


def _is_latin(char: str) -> bool:
    return char < "\u0250" or unicodedata.name(char, "").startswith("LATIN")


def _by_script(letters: list[str]) -> str:
    counts: dict[str, int] = {}
    for char in letters:
        name = unicodedata.name(char, "")
        for script, code in _SCRIPTS:
            if name.startswith(script):
                counts[code] = counts.get(code, 0) + 1
                break
    if not counts:
        return UNDETERMINED
    if "ja" in counts:
        return "ja"
    best = max(counts, key=lambda code: counts[code])
    return _cyrillic_language(letters) if best == "ru" else best


def _cyrillic_language(letters: list[str]) -> str:
    lowered = {char.lower() for char in letters}
    if lowered & _KAZAKH_ONLY:
        return "kk"
    return "uk" if lowered & _UKRAINIAN_ONLY else "ru"


def _by_words(text: str) -> str:
    evidence = dict.fromkeys(_LEXICONS, 0)
    lowercase, accented = 0, 0
    for match in _WORD.finditer(text):
        word = match.group()
        # A capital inside the sentence makes a name: "La Paz", "De Gaulle", "Die Zeit".
        if word[0].isupper() and match.start() > 0:
            continue
        if word[0].islower():
            lowercase += 1
            accented += not word.isascii()
        parts = _parts(word.lower())
        for part in parts:
            for code in _LANGUAGES.get(part, ()):
                # English never elides an article, so "l'" tells twice as much as "le".
                evidence[code] += len(parts)
    best = max(evidence, key=lambda code: (evidence[code], code == ENGLISH))
    if evidence[best] == 0:
        return UNDETERMINED if accented * 2 > lowercase else ENGLISH
    if best == ENGLISH or accented:
        return best
    if _reads_as_english(text, best):
        return ENGLISH
    # Short words ("in", "die", "no") belong to several languages: alone they decide nothing.
    if evidence[ENGLISH] and evidence[best] < evidence[ENGLISH] + 2:
        return ENGLISH
    return best if evidence[best] > 2 or _is_telling(text, best) else ENGLISH


def _reads_as_english(text: str, rival: str) -> bool:
    """Whether most lower-case words are English ones, and at most one word speaks for the rival."""
    words = _outside_names(text)
    lowered = [word for word in words if word[0].islower()]
    known = sum(word in common_words() or word in rarer_words() for word in lowered)
    told = {word.lower() for word in words} & _LEXICONS[rival] - _SHARED
    return known * 2 > len(lowered) and len(told) < 2


def _outside_names(text: str) -> list[str]:
    """The words in lower case that join no name's parts, and the first one."""
    found = list(_WORD.finditer(_JOINED.sub(" ", text)))
    return [m.group() for m in found if m.group()[0].islower() or m.start() == 0]


def _parts(word: str) -> tuple[str, ...]:
    """The word, or for an elided article ("l'aéroport") the article and the noun."""
    head, mark, tail = word.partition("'")
    return (head, tail) if mark and head in {"l", "d", "qu", "n", "s", "c", "j"} else (word,)


def _is_telling(text: str, code: str) -> bool:
    """Whether a function word that was found has three letters, so is hardly an accident."""
    words = (match.group().lower() for match in _WORD.finditer(text))
    return any(len(word) >= 3 and word in _LEXICONS[code] for word in words)
