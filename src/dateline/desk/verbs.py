"""How an event's type and mode are said: the verb in the forms that its status needs, and the noun where nobody is named."""

from __future__ import annotations

from typing import NamedTuple


class Verb(NamedTuple):
    """`base` and `past` take the target after `link`; `alone` are base, past and -ing form where there is no target."""

    base: str
    past: str
    ing: str
    noun: str
    link: str = ""
    alone: tuple[str, str, str] | None = None


def _regular(base: str, noun: str, link: str = "") -> Verb:
    """A verb that takes -ed and -ing, and needs no target."""
    stem = base.removesuffix("e")
    return Verb(base, stem + "ed", stem + "ing", noun, link)


def _does(verb: Verb, noun: str) -> Verb:
    """A verb that needs a target; without one the noun is made."""
    return verb._replace(noun=noun, alone=(f"make {noun}", f"made {noun}", f"making {noun}"))


_COERCION = ("use coercion", "used coercion", "using coercion")
_TALKS = ("hold talks", "held talks", "holding talks")
_VERBS: dict[str, Verb] = {
    "AGREE": Verb("agree", "agreed", "agreeing", "an agreement", "with"),
    "CONSULT": Verb(*_TALKS, "a meeting", "with"),
    "SUPPORT": Verb("back", "backed", "backing", "a show of support", "", ("give support", "gave support", "giving support")),
    "CONCEDE": Verb("make concessions", "made concessions", "making concessions", "a concession", "to"),
    "COOPERATE": _regular("cooperate", "an act of cooperation", "with"),
    "AID": Verb("aid", "aided", "aiding", "an act of aid", "", ("give aid", "gave aid", "giving aid")),
    "RETREAT": Verb("pull back", "pulled back", "pulling back", "a pull-back", "from"),
    "REQUEST": _does(Verb("call on", "called on", "calling on", ""), "an appeal"),
    "ACCUSE": _does(Verb("accuse", "accused", "accusing", ""), "an accusation"),
    "REJECT": Verb("rebuff", "rebuffed", "rebuffing", "a refusal", "", ("refuse", "refused", "refusing")),
    "THREATEN": _does(Verb("threaten", "threatened", "threatening", ""), "a threat"),
    "PROTEST": _regular("protest", "a protest", "against"),
    "SANCTION": Verb("impose sanctions", "imposed sanctions", "imposing sanctions", "a sanction", "on"),
    "MOBILIZE": _regular("mobilise", "a mobilisation", "against"),
    "COERCE": Verb("coerce", "coerced", "coercing", "an act of coercion", "", _COERCION),
    "ASSAULT": Verb(
        "attack", "attacked", "attacking", "an attack", "", ("launch an attack", "launched an attack", "launching an attack")
    ),
}
_MODES: dict[str, Verb] = {
    "meet": Verb("meet", "met", "meeting", "a meeting", "", ("hold a meeting", "held a meeting", "holding a meeting")),
    "visit": Verb(
        "visit", "visited", "visiting", "a visit", "", ("pay a visit", "paid a visit", "paying a visit")
    ),
    "phone": Verb(
        "speak by phone", "spoke by phone", "speaking by phone", "a phone call", "with"
    ),
    "ceasefire": Verb("cease fire", "ceased fire", "ceasing fire", "a ceasefire", "with"),
    "withdraw": Verb("withdraw", "withdrew", "withdrawing", "a withdrawal", "from"),
    "release": Verb("release", "released", "releasing", "a release", "", ("free people", "freed people", "freeing people")),
    "resign": Verb("resign", "resigned", "resigning", "a resignation", "over"),
    "arrest": Verb("arrest", "arrested", "arresting", "an arrest", "", ("make arrests", "made arrests", "making arrests")),
    "expel": Verb("expel", "expelled", "expelling", "an expulsion", "", ("expel people", "expelled people", "expelling people")),
    "strike": Verb("go on strike", "went on strike", "going on strike", "a strike", "against"),
}  # fmt: skip


def verb_of(event_type: str | None, mode: str | None) -> Verb:
    """The verb for a PLOVER type, sharper where the mode has one. An unknown type is an event of no nature."""
    narrow = _MODES.get(mode or "")
    return narrow or _VERBS.get(event_type or "") or Verb("act", "acted", "acting", "an event", "towards")
