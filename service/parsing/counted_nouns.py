"""The noun phrase that a number counts: "18 members of the security forces were killed"."""

from __future__ import annotations

from service.parsing.mention_tokens import TokenKind, Tokens, glued_at, is_capitalised, word_at

_STOP = frozenset(
    # auxiliaries and frequent verbs that no rule on endings finds
    "is are was were be been being am has have had having do does did will would shall should can "
    "could may might must said says say told tell fell rose left went came come took take taken "
    "gave given made make kept held lost won began begun fled hit cut put set shot slain stood sat "
    "lay died flew drove ran hurt dead alive missing absent ill sick free homeless injured unable "
    "remain remains stay live need want seem face fear feel know get got gets grew saw seen met "
    "paid sent spent sold bought brought caught fought built broke spoke wrote chose voted "
    # prepositions and conjunctions
    "in on at by for from with without within to into onto of off over under about above below "
    "between among amid amongst after before since until till during against across along around "
    "near outside inside behind beyond despite per via than as like toward towards through "
    "throughout up down out and or but nor so yet because while when where who whom whose which "
    "that if though although whether worth "
    # determiners, pronouns and adverbs
    "a an the this these those it its he she they we i you him her them us their his our my your "
    "there here not no also only just still already now then again ago later earlier soon too very "
    "more most less fewer each every both all any some such other others another even instead "
    "overall together apart away back home abroad today yesterday tomorrow tonight overnight "
    "nationwide worldwide altogether combined daily annually alone strong am pm "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
_DETERMINERS = frozenset(
    "the a an this these those its his her their our my your all that such".split()
)
# Small words that may stand between a number and its noun without belonging to it.
_SKIPPED = frozenset({"more", "other", "others", "another", "additional", "further", "such"})
_PLURALS = frozenset(
    "people men women children police personnel troops staff crew cattle sheep fish aircraft "
    "spacecraft livestock data media bacteria criteria phenomena feet teeth mice geese oxen "
    "clergy youth elderly dead households infantry cavalry firefighters policemen policewomen "
    "servicemen fishermen gunmen tribesmen businessmen lawmakers offspring deer salmon".split()
)
_NOT_PLURAL = frozenset(
    "gas bus virus campus census crisis basis status series species press police's various "
    "previous serious religious dangerous famous numerous mass class business process access "
    "success illness witness congress address glass grass cross across plus minus us is was has "
    "its this less unless overseas always perhaps".split()
)
_NOT_PARTICIPLES = frozenset(
    "seed need speed breed feed weed reed deed bed red shed shred hundred sacred united aged naked "
    "wicked beloved kindred limited".split()
)
_ING_NOUNS = frozenset(
    "building meeting killing wedding warning hearing ruling filing finding offering painting "
    "recording shooting bombing training housing shipping fishing banking mining king ring wing "
    "string spring evening morning".split()
)
_NOT_ADVERBS = frozenset(
    "elderly family early friendly weekly monthly yearly daily likely lonely deadly july italy "
    "assembly supply reply ally bully belly fly monopoly anomaly orderly".split()
)
_OPENING_QUOTES = frozenset({"'", '"', "“", "‘", "«", "„"})
_LONGEST_PHRASE = 7
_MOST_COMPLEMENTS = 2


def is_function_word(word: str) -> bool:
    """Whether a lower-cased word is a verb, preposition or the like, and never a counted noun."""
    return word in _STOP


def counted_tokens(
    tokens: Tokens, index: int, *, one: bool, whole: bool, share: bool
) -> tuple[int, int] | None:
    """The tokens (from, to) of the noun phrase counted by a number that ends before ``index``.

    ``one``: the number is 1 or an ordinal, so its noun is singular. ``whole``: the number is a
    share or has a unit of its own, so what is counted follows "of" ("5% of voters") or, for a
    share, a determiner ("half the voters").
    """
    after_of = word_at(tokens, index) == "of"
    if whole and not after_of:
        if not share or word_at(tokens, index) not in _DETERMINERS - {"a", "an"}:
            return None
        after_of = True
    start = index + 1 if word_at(tokens, index) == "of" else index
    while word_at(tokens, start) in (_DETERMINERS if after_of else _SKIPPED):
        start += 1
    if word_at(tokens, start) == "-" and glued_at(tokens, start):
        start += 1
    if word_at(tokens, start) in _OPENING_QUOTES:
        start += 1
    end = _noun_phrase(tokens, start, singular=one or whole)
    if end is None:
        return None
    for _ in range(_MOST_COMPLEMENTS):
        longer = _complement(tokens, end)
        if longer is None:
            break
        end = longer
    return start, end


def _complement(tokens: Tokens, index: int) -> int | None:
    """The end of "of the security forces" that begins at a token."""
    if word_at(tokens, index) != "of":
        return None
    start = index + 1
    while word_at(tokens, start) in _DETERMINERS:
        start += 1
    return _noun_phrase(tokens, start, singular=True)


def _noun_phrase(tokens: Tokens, start: int, *, singular: bool) -> int | None:
    """The index after the head of the noun phrase that begins at a token, None if there is none.

    A plural noun ends the phrase unless another plural follows ("human rights groups"): after a
    plural subject a word in "s" is no verb. Without a plural the phrase runs to the next verb,
    preposition or sign, and counts only where a singular noun is expected.
    """
    plural_end = None
    index = start
    while index < min(len(tokens), start + _LONGEST_PHRASE):
        if not _continues(tokens, index, start, plural=plural_end is not None):
            break
        index += 1
        if _is_plural(tokens, index - 1):
            plural_end = index
        elif plural_end is not None and not is_capitalised(tokens, index - 1):
            break
    if plural_end is not None:
        names_on = singular and index > plural_end and is_capitalised(tokens, index - 1)
        return index if names_on else plural_end
    return index if singular and index > start else None


def _continues(tokens: Tokens, index: int, start: int, *, plural: bool) -> bool:
    """Whether a token can belong to the phrase that began at ``start``."""
    token = tokens[index]
    if token.lower == "-":
        return index > start and token.glued and glued_at(tokens, index + 1)
    if token.kind is not TokenKind.WORD:
        return False
    joined = index > start and token.glued
    if token.lower in _STOP and not joined:
        return False
    if joined:
        return True
    if _is_verb_form(token.lower):
        # "20 wounded soldiers" counts soldiers, "748 wounded" counts no named thing.
        return not plural and _leads_to_plural(tokens, index + 1)
    return not (token.lower.endswith("ly") and token.lower not in _NOT_ADVERBS)


def _is_verb_form(word: str) -> bool:
    if word.endswith("ed") and len(word) > 3:
        return word not in _NOT_PARTICIPLES
    return word.endswith("ing") and len(word) > 4 and word not in _ING_NOUNS


def _leads_to_plural(tokens: Tokens, index: int) -> bool:
    """Whether a participle is followed by the plural noun that it describes."""
    for at in range(index, min(index + 3, len(tokens))):
        token = tokens[at]
        if token.kind is not TokenKind.WORD or token.lower in _STOP or _is_verb_form(token.lower):
            return False
        if _is_plural(tokens, at):
            return True
    return False


def _is_plural(tokens: Tokens, index: int) -> bool:
    word = tokens[index].lower
    if word in _PLURALS:
        return True
    if len(word) < 4 or word in _NOT_PLURAL or not word.endswith("s"):
        return word.endswith("men") and len(word) > 4
    return not word.endswith(("ss", "'s", "ous"))


def is_plural_noun(tokens: Tokens, index: int) -> bool:
    """Whether the token at an index looks like a plural noun."""
    return (
        index < len(tokens) and tokens[index].kind is TokenKind.WORD and _is_plural(tokens, index)
    )
