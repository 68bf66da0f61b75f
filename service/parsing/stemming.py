"""Words to stems: the one folding that texts, index terms and the lexicon share."""

from __future__ import annotations

from functools import lru_cache

import Stemmer
from anyascii import anyascii

# A lemma, then the forms that the stemmer cannot lead back to it. Forms that are more often
# another word are left out ("left", "lay", "fed", "bit", "ground", "wound", "bound", "bore").
_IRREGULAR_FORMS = """
arise arose arisen|awake awoke awoken|be am is are was were been|bear borne|beat beaten
become became|begin began begun|bend bent|bind unbound|bite bitten|bleed bled|blow blew blown
break broke broken|breed bred|bring brought|build built|rebuild rebuilt|burn burnt|buy bought
catch caught|choose chose chosen|cling clung|come came|creep crept|deal dealt|dig dug
do did done does|draw drew drawn|dream dreamt|drink drank|drive drove driven|eat ate eaten
fall fell fallen|feel felt|fight fought|find found|flee fled|fly flew flown|forbid forbade forbidden
forget forgot forgotten|forgive forgave forgiven|freeze froze frozen|get got gotten
give gave given|go went gone goes|grow grew grown|hang hung|have has had|hear heard|hide hid hidden
hold held|keep kept|kneel knelt|know knew known|lay laid|lead led|lean leant|leap leapt
learn learnt|lend lent|lie lain|lose lost|make made|mean meant|meet met|mislead misled
mistake mistook mistaken|outgrow outgrew outgrown|overcome overcame|overrun overran
oversee oversaw overseen|overtake overtook overtaken|overthrow overthrew overthrown
pay paid|repay repaid|prove proven|retake retook retaken|ride rode ridden|ring rang rung
rise rose risen|run ran|rerun reran|say said|see saw seen|seek sought|sell sold|resell resold
send sent|resend resent|sew sewn|shake shook shaken|shine shone|shoot shot|show shown
shrink shrank shrunk|sing sang sung|sink sank sunk|sit sat|slay slew slain|sleep slept|slide slid
sow sown|speak spoke spoken|speed sped|spend spent|spill spilt|spin spun|spit spat
spring sprang sprung|stand stood|steal stole stolen|stick stuck|sting stung|stink stank
strike struck stricken|strive strove striven|swear swore sworn|sweep swept|swell swollen
swim swam|swing swung|take took taken|teach taught|tear tore torn|tell told|think thought
throw threw thrown|tread trod trodden|undergo underwent undergone
understand understood|undertake undertook undertaken|uphold upheld|wake woke woken|wear wore worn
weave wove woven|weep wept|win won|withdraw withdrew withdrawn|withhold withheld
withstand withstood|wring wrung|write wrote written|rewrite rewrote rewritten
man men|woman women|child children|foot feet|tooth teeth|mouse mice|wife wives|knife knives
thief thieves|half halves|shelf shelves|wolf wolves|loaf loaves|crisis crises
policeman policemen|policewoman policewomen|serviceman servicemen|servicewoman servicewomen
fireman firemen|gunman gunmen|spokesman spokesmen|spokeswoman spokeswomen|chairman chairmen
businessman businessmen|businesswoman businesswomen|congressman congressmen|airman airmen
countryman countrymen|fisherman fishermen|clergyman clergymen|statesman statesmen
craftsman craftsmen|militiaman militiamen|frontman frontmen|crewman crewmen|salesman salesmen
"""

# American and British spellings of one word, the first the one that is stemmed.
_SPELLINGS = """
color colour|labor labour|neighbor neighbour|harbor harbour|honor honour|rumor rumour|armor armour
favor favour|humor humour|vapor vapour|tumor tumour|endeavor endeavour|behavior behaviour
colors colours|neighbors neighbours|harbors harbours|honors honours|rumors rumours|tumors tumours
favors favours|honored honoured|favored favoured|armored armoured|rumored rumoured
neighboring neighbouring|favorite favourite|laborer labourer|laborers labourers
defense defence|offense offence|license licence|pretense pretence|defenses defences
offenses offences|licenses licences|center centre|centers centres|theater theatre
theaters theatres|meter metre|meters metres|kilometer kilometre|kilometers kilometres
liter litre|liters litres|fiber fibre|program programme|programs programmes|tire tyre|tires tyres
gray grey|plow plough|check cheque|checks cheques|jail gaol|airplane aeroplane
airplanes aeroplanes|aluminum aluminium|judgment judgement|skeptic sceptic|skeptical sceptical
maneuver manoeuvre|maneuvers manoeuvres|enroll enrol|fulfill fulfil|install instal
organize organise|organizing organising|mold mould|pajamas pyjamas|diarrhea diarrhoea
hemorrhage haemorrhage|pediatric paediatric|anemia anaemia|estrogen oestrogen
"""

# Words whose stem would be that of an unrelated word ("important" and "import", "business" and
# "busy"): the first of a group names the stem that all of the group get instead.
_OWN_STEMS = """
costly|mountaineer mountaineers|shares
acting|administrative|adviser advisers advisor advisors|aide aides|airliner airliners|allegedly
apartment apartments|armed|backed|crossing crossings|deputies|arms|army armies|association associations|attacker attackers
authority authorities
authorize authorized authorizes authorizing authorise
authorize authorised authorises authorising authorization authorisation
barely|boarded boarding|briefing briefings|business businesses|candid|celebrity celebrities|classified|collectively
commander commanders|conservative conservatives|constitution constitutions constitutional
consumer consumers|container containers|conventional|correction corrections
correspondent correspondents|critic critics|critical critically|crowded|customs
decisive decisively|demonstrator demonstrators|department departments
design designs designed designing designer designers|detective detectives
dictator dictators dictatorship dictatorships|different differently difference differences
diplomatic diplomatically|direction directions|diversion diversions|earnings|educator educators
effective effectively|emergency emergencies|employee employees|employer employers
equalize equalized equalizer equalise equalised equaliser|evident evidently|executive executives
expedition expeditions|experience experiences experienced|experiment experiments experimental
explosive explosives|extensive extensively|fabric fabrics|factory factories|fan fans
favorable favourable|festival festivals|firefighter firefighters|follower followers
footballer footballers|forces|foreigner foreigners|friendly|general|generals|goods
grounded grounding|hardly|hearing hearings|heating|hostilities|humane humanely
important importance importantly|inflation|information|initial initially|initiative initiatives
installation installations|insurgency insurgencies|investigator investigators
laborer laborers labourer labourers|largely|lasting|lately|lawful lawfully|legislative
legislator legislators|liberal liberals|likely|mainly|majority majorities|manager managers
margin margins|marine marines|medical medically|medication medications|memorial memorials
mineral minerals|minimal|minority minorities|missing|mobile|monthly
nationalist nationalists nationalism|nationality nationalities
nationalize nationalized nationalization nationalise nationalised nationalisation|nationals
native natives|nature|nearly|negotiator negotiators|news|nominal|objection objections
objective objectives|observer observers|offensive offensives|officer officers|officially|openly
opera operas|operational|operator operators|opposition|optimism|optional|organ organs
organizer organizers organiser organisers|owner owners|packed|partly|peaceful peacefully
pensioner pensioners|polarized polarised|policy policies|powerful powerfully|prisoner prisoners
privatize privatized privatization privatise privatised privatisation|proceedings|proceeds
producer producers|product products|projected|projection projections|prosecutor prosecutors
protester protesters protestor protestors|provisional|publication publications|publicity|rarely
reasonable reasonably|recording recordings|regional regionally|regulator regulators
relation relations|relative relatives|relatively|remarkable remarkably|renewable renewables
reportedly|reporter reporters|rescuer rescuers|researcher researchers
resident residents residential|murderer murderers|killer killers|responsible responsibility responsibly|retailer retailers
ruler rulers|ruling rulings|sales|savings|scarcely|seasoned|secretary secretaries|security
senator senators|several|shortly|speaker speakers|stated stating|station stations
subsidy subsidies|succession|successive|supporter supporters|talks|terminal terminals|ties|totally
trafficking trafficker traffickers|trained|transition transitions
traveler travelers traveller travellers|truly|united|university universities|unlikely
villager villagers|weekly|worker workers|yearly
"""

# Words in -ise whose "s" is no spelling of "z".
_TRUE_ISE_WORDS = """
advertise advise appraise apprise arise braise bruise chastise circumcise comprise compromise
concise cruise demise despise devise disguise enterprise excise exercise expertise franchise guise
improvise likewise malaise mayonnaise merchandise noise otherwise paradise poise praise precise
premise promise raise reprise revise rise supervise surmise surprise televise treatise turquoise
upraise wise
"""
_ISE_ENDINGS = ("ise", "ised", "ises", "ising", "isation", "isations", "iser", "isers")

_STEMMER = Stemmer.Stemmer("english")


def _table(text: str, *, own: bool) -> dict[str, str]:
    """Every form of a group to its first word, or (``own``) the group to a stem of its own."""
    table: dict[str, str] = {}
    for group in text.replace("\n", "|").split("|"):
        words = group.split()
        for form in words if own else words[1:]:
            table[form] = words[0]
    return table


_TRUE_ISE = frozenset(_TRUE_ISE_WORDS.split())
_LEMMA_OF = _table(_IRREGULAR_FORMS + _SPELLINGS, own=False)
_STEM_OF = _table(_OWN_STEMS, own=True)


def _with_z(word: str) -> str:
    """The American spelling of a verb or noun in -ise ("criticised" -> "criticized")."""
    for ending in _ISE_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            root = word[: -len(ending)]
            return word if root + "ise" in _TRUE_ISE else f"{root}iz{ending[2:]}"
    return word


@lru_cache(maxsize=65_536)
def stem_word(word: str) -> str:
    """The stem of one word, equal for its inflections and for its spellings.

    The word is folded to lower-case ASCII, irregular forms and British spellings are led back
    ("shot" -> "shoot", "labour" -> "labor"), then the English Snowball stemmer is asked.
    """
    folded = word if word.isascii() else anyascii(word)
    plain = folded.lower().removesuffix("'s").rstrip("'")
    own = _STEM_OF.get(plain)
    if own is not None:
        return own
    stem: str = _STEMMER.stemWord(_LEMMA_OF.get(plain) or _with_z(plain))
    return stem


def is_plural(noun: str) -> bool:
    """Whether a noun has the form of several: "airlines", not "bus", "crisis" or "press"."""
    return noun.endswith("s") and not noun.endswith(("ss", "us", "is"))
