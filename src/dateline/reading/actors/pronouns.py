"""Who a pronoun stands for: compatible candidates spoken of before, ranked by where they stood.

The order follows the salience factors of Lappin & Leass (1994): recency, subject before object, the main clause
before what is inside phrases; with the bars of binding and of quotations (a speaker is not `he` in his own words).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dateline.foundation.cast import Reference
from dateline.knowledge.tables import table
from dateline.reading.actors.lexicon import nouns, titles
from dateline.reading.actors.phrases import PRONOUNS, Phrase
from dateline.reading.actors.ranking import Candidate, best
from dateline.reading.actors.stage import SPEECH, Draft, Spot, Stage, part_of
from dateline.reading.tree import Tree

REACH = 5
BY_SENTENCE = (96, 72, 50, 34, 22, 12)
BY_PART = {"subject": 26, "object": 12, "possessor": 12, "other": 0}
SURE_OF_ONE = 90
NEXT_ABOVE = 26
TOPIC, LONGEST_TOPIC = 3, 3
ASIDE, BREAKS = frozenset({",", ".", ";", ":", "!", "?"}), frozenset({";", ":"})
OPENING = frozenset({",", '"', "''", "”", "--", "—", "–"})
LONGEST_ASIDE = 6
IMPERSONAL = frozenset("be seem appear turn happen rain snow take remain become".split())


@dataclass(frozen=True)
class Choice:
    """Who is meant, and why; `sure`: nobody else is nearly as likely."""

    drafts: tuple[Draft, ...]
    why: str
    sure: bool = False


def choose(stage: Stage, phrase: Phrase, sure: bool = False) -> Choice | None:
    """The best candidate; None where the best is a thing, none fits, or `it` stands for nobody.

    `sure`: only what the same sentence or the one before gives.
    """
    tree, i = stage.tree, phrase.head
    if phrase.pronoun == "it" and is_expletive(tree, i):
        return None
    if phrase.pronoun in ("he", "she"):
        return _person(stage, phrase)
    scored: dict[tuple[str, ...], tuple[float, Spot]] = {}
    for spot in reversed(stage.spots):
        distance = tree.sentence_index(i) - spot.sentence
        if distance > REACH:
            break
        if distance < 0 or spot.word >= i or not _agrees(phrase, spot) or _barred(stage, phrase, spot):
            continue
        key = tuple(d.id for d in spot.drafts) or (f"thing {spot.word}",)
        score = _score(stage, phrase, spot, distance) + (scored[key][0] * 0.05 if key in scored else 0)
        if key not in scored or score > scored[key][0]:
            scored[key] = (score, scored[key][1] if key in scored else spot)
    if not scored:
        return None
    (score, best) = max(scored.values(), key=lambda s: (s[0], s[1].word))
    if not best.drafts or (phrase.pronoun == "they" and not _is_many(best) and score < SURE_OF_ONE):
        return None
    words = tree.text[tree.parse.start[best.word] : tree.parse.end[best.word]]
    return Choice(best.drafts, f"{phrase.pronoun}: last fitting {best.part}, “{words}”")


def _person(stage: Stage, phrase: Phrase) -> Choice | None:
    """Who `he` or `she` is: the likeliest of the persons spoken of before."""
    candidates = list(persons(stage, phrase))
    if not candidates:
        return None
    bound = next((c for c in candidates if c.bound), None)
    n, sure = best(stage.tree, phrase.head, candidates) if bound is None else (candidates.index(bound), True)
    found = candidates[n]
    last = found.spots[0]
    words = stage.tree.word(last.word)
    why = f"{phrase.pronoun}: likeliest of those that fit, last spoken of as {last.part}, “{words}”"
    return Choice((found.draft,), why, sure)


def persons(stage: Stage, phrase: Phrase) -> Iterator[Candidate]:
    """Persons spoken of in the last few sentences, or already known behind the pronoun, of whom no rule says that they
    can't be meant."""
    tree, i = stage.tree, phrase.head
    here = tree.sentence_index(i)
    near: dict[str, list[Spot]] = {}
    for spot in reversed(stage.spots):
        if here - spot.sentence > REACH:
            break
        if spot.sentence <= here and spot.word != i and spot.drafts and _agrees(phrase, spot):
            near.setdefault(spot.drafts[0].id, []).append(spot)
    pronouns = (s for s in reversed(stage.spots) if s.pronoun and len(s.drafts) == 1 and s.drafts[0].is_person and s.word < i)
    last = next((s.drafts[0] for s in pronouns if PRONOUNS.get(tree.low(s.word)) == phrase.pronoun), None)
    speaker = next((s.drafts[0] for s in reversed(stage.spots) if s.word < i and s.drafts and _spoke(tree, s.word)), None)
    verb = _verb_of(tree, i)
    echoed = _echoed(stage, phrase)
    for spots in near.values():
        open_ = [s for s in spots if not _barred(stage, phrase, s)]
        draft = spots[0].drafts[0]
        if not open_ or (draft.sex_sure and not _sex_fits(phrase, draft)) or _is_disjoint(tree, i, spots):
            continue
        before = [s for s in open_ if s.word < i]
        yield Candidate(
            draft=draft,
            spots=tuple(before or open_),
            score=max(_score(stage, phrase, s, here - s.sentence) for s in before or open_),
            spoke=any(_spoke(tree, s.word) for s in before),
            spoke_last=draft is speaker,
            speaks=verb is not None and tree.lemma(verb) in SPEECH and part_of(tree, i) == "subject",
            repeats=any(_repeats(tree, verb, i, s.word) for s in before),
            owns=max(_owns(tree, i, s) + _beside(tree, i, s.word) for s in open_) if tree.rel(i) == "nmod:poss" else 0,
            again=draft is last,
            echoes=draft.id in echoed,
            follows=len(before) < len(open_),
            barred=len(open_) < len(spots),
            sex_fits=_sex_fits(phrase, draft),
            above=max(_matrix_bonus(tree, i, s.word) if s.sentence == here else 0 for s in open_),
            bound=any(s.sentence == here and _is_bound(tree, i, s) for s in open_),
        )


def _is_many(spot: Spot) -> bool:
    return spot.many or len(spot.drafts) > 1 or any(d.many for d in spot.drafts)


# ---- agreement
def _agrees(phrase: Phrase, spot: Spot) -> bool:
    pronoun = phrase.pronoun
    if pronoun in ("he", "she"):
        return len(spot.drafts) == 1 and spot.drafts[0].is_person and not spot.drafts[0].many
    if pronoun == "it":
        return not spot.many and (
            not spot.drafts or (len(spot.drafts) == 1 and not spot.drafts[0].is_person and not spot.drafts[0].many)
        )
    if not spot.drafts:
        return spot.many
    return (
        spot.many
        or len(spot.drafts) > 1
        or spot.drafts[0].many
        or spot.drafts[0].kind in ("organisation", "agency", "party", "armed-group", "group", "country")
    )


def _sex_fits(phrase: Phrase, draft: Draft) -> bool:
    return draft.sex in ("m" if phrase.pronoun == "he" else "f", None)


# ---- what can't be
def _barred(stage: Stage, phrase: Phrase, spot: Spot) -> bool:
    tree, i = stage.tree, phrase.head
    reflexive = tree.low(i).endswith(("self", "selves"))
    possessive = tree.rel(i) == "nmod:poss"
    if spot.sentence == tree.sentence_index(i):
        if not reflexive and not possessive and (_same_clause(tree, i, spot.word) or _understood(tree, i, spot.word)):
            return True
        if possessive and tree.head(i) is not None and spot.word in tree.subtree(tree.head(i) or i):
            return True
        if possessive and tree.head(i) in (spot.word, tree.first_conjunct(spot.word)):
            return True
    return bool(spot.drafts) and _is_speaker_here(stage, i, spot.drafts)


def _is_disjoint(tree: Tree, i: int, spots: list[Spot]) -> bool:
    """Who is named below the pronoun's own verb, or beside the noun that it owns, is somebody else (Chomsky's principles B, C).

    `He asked Berg to stay`; `Had they shielded Berg, he told them, …`; `Lind told Berg and Holm, his ministers, …`.
    """
    draft, verb = spots[0].drafts[0], tree.head(i)
    if verb is None or tree.low(i).endswith("self"):
        return False
    if tree.rel(i) == "nmod:poss":
        beside = tree.head(verb) if tree.rel(verb) == "appos" else None
        return beside is not None and any(tree.first_conjunct(s.word) == tree.first_conjunct(beside) for s in spots)
    if not tree.is_rel(i, "nsubj"):
        return False
    names = [s.word for s in spots if not s.pronoun and s.sentence == tree.sentence_index(i)]
    if draft.is_named:
        names += [w for w in tree.places(draft.name.split()[-1]) if i < w < tree.sentence(i).end and _is_of(tree, w, draft)]
    told = _aside(tree, i) or [w for c in tree.children(verb, "ccomp", "parataxis") for w in _in_speech(tree, verb, c)]
    after = set(tree.subtree(verb, without=("conj", "parataxis", "advcl")))
    return any((w > i and w in after) or (w in told and not tree.is_below(w, i)) for w in names)


def _in_speech(tree: Tree, verb: int, content: int) -> tuple[int, ...]:
    return tree.subtree(content) if tree.lemma(verb) in SPEECH else ()


def _aside(tree: Tree, i: int) -> range:
    """`… , he said, …`: what is said around a speaker put in between, from the last colon or semicolon to the next one.

    Empty if the pronoun is no such speaker; whatever the tree hangs on what.
    """
    verb, s = tree.head(i), tree.sentence(i)
    if verb is None or not tree.is_rel(i, "nsubj") or tree.lemma(verb) not in SPEECH or not i < verb <= i + 2:
        return range(0)
    stop = next((k for k in range(verb + 1, s.end) if tree.word(k) in ASIDE), s.end)
    if i == s.first or tree.word(i - 1) not in OPENING or stop - verb > LONGEST_ASIDE:
        return range(0)
    if any(tree.upos(k) in ("VERB", "AUX", "SCONJ") for k in range(verb + 1, stop)):
        return range(0)
    first = next((k + 1 for k in range(i - 1, s.first, -1) if tree.word(k) in BREAKS), s.first)
    return range(first, next((k for k in range(stop, s.end) if tree.word(k) in BREAKS), s.end))


def _echoed(stage: Stage, phrase: Phrase) -> tuple[str, ...]:
    """`He would go, he said`: who is meant by the first such pronoun in what a speaker put in between says."""
    tree, told = stage.tree, _aside(stage.tree, phrase.head)
    same = (w for w in told if w < phrase.head and PRONOUNS.get(tree.low(w)) == phrase.pronoun and not tree.in_quotes(w))
    found = stage.references.get(next(same, -1))
    return found.actors if found else ()


def _is_of(tree: Tree, w: int, draft: Draft) -> bool:
    """Whether the name that a word stands in holds no word of another's: `Gary Lewis` is not `Davina Lewis`."""
    first, last, s = w, w, tree.sentence(w)
    while first > s.first and tree.names[first].startswith("I-"):
        first -= 1
    while last + 1 < s.end and tree.names[last + 1].startswith("I-"):
        last += 1
    return set(draft.name.split()).issuperset(tree.word(j) for j in range(first, last + 1))


NEAR_ONESELF = frozenset({"with", "around", "behind", "near", "before", "after", "above", "beside", "about", "under", "over"})


def _same_clause(tree: Tree, i: int, other: int) -> bool:
    """Arguments of one verb are different persons: `He met him`, `Oslo changed its mind about him`; not `he had it with him`."""
    first, clause = tree.first_conjunct(other), tree.parse.head[i] if tree.is_rel(i, "nsubj") else tree.clause_of(i)
    if tree.is_rel(i, "nsubj") and tree.is_rel(first, "nsubj") and first != i:
        return False  # a verb has one subject: where two hang on it, the tree is wrong
    if tree.own_subject(clause) == first and tree.preposition(i) not in NEAR_ONESELF and clause != i:
        return True
    mine, his = tree.head(i), tree.head(first)
    arguments = ("nsubj", "obj", "iobj", "obl")
    return mine is not None and mine == his and tree.is_rel(i, *arguments) and tree.is_rel(first, *arguments)


def _understood(tree: Tree, i: int, other: int) -> bool:
    """`Oslo offered to lead them`: who would lead is not who is led."""
    verb = tree.head(i)
    return verb is not None and tree.is_rel(i, "obj", "iobj") and tree.subject(verb) == tree.first_conjunct(other)


def _is_speaker_here(stage: Stage, i: int, drafts: tuple[Draft, ...]) -> bool:
    """Inside quotation marks, the one who speaks says `I`, not `he`: whoever is subject of the verb that the quote hangs on."""
    tree = stage.tree
    if not tree.in_quotes(i):
        return False
    return any(d.id in speakers for speakers in _speakers(stage, i) for d in drafts)


def _speakers(stage: Stage, i: int) -> list[tuple[str, ...]]:
    """Actors of subjects of speech verbs outside quotes in the same sentence."""
    tree = stage.tree
    s = tree.sentence(i)
    out = []
    for v in range(s.first, s.end):
        if tree.lemma(v) in SPEECH and not tree.in_quotes(v):
            subject = tree.own_subject(v)
            found = stage.references.get(subject) if subject is not None else None
            if found is None and subject is not None and tree.low(subject) in ("he", "she"):
                found = _last_speaker(stage, s.first)
            if found is not None:
                out.append(found.actors)
    return out


def _last_speaker(stage: Stage, first: int) -> Reference | None:
    """`“…,” he added`: the subject of the sentence before, if it spoke."""
    tree = stage.tree
    if first == 0:
        return None
    before = tree.sentence(first - 1)
    root = next((i for i in range(before.first, before.end) if tree.head(i) is None), None)
    subject = tree.own_subject(root) if root is not None and tree.lemma(root) in SPEECH else None
    return stage.references.get(subject) if subject is not None else None


# ---- salience
def _score(stage: Stage, phrase: Phrase, spot: Spot, distance: int) -> float:
    tree, i = stage.tree, phrase.head
    score: float = BY_SENTENCE[distance] + BY_PART[spot.part]
    score += 20 if spot.block == tree.block_index(i) else 0
    score += 8 if part_of(tree, i) == spot.part != "other" else 0
    score -= 6 if spot.pronoun and distance > 1 else 0
    score -= (60 if distance == 0 else 20) if spot.quoted and not tree.in_quotes(i) else 0
    if spot.drafts and spot.drafts[0].is_person and phrase.pronoun in ("he", "she"):
        score += 8 if spot.drafts[0].sex else 0
        score += TOPIC * min(LONGEST_TOPIC, stage.often[spot.drafts] - 1)
        score -= 0 if _sex_fits(phrase, spot.drafts[0]) else 60
    verb = _verb_of(tree, i)
    if distance == 0:
        score += _matrix_bonus(tree, i, spot.word) + (15 if spot.pronoun else 0)
    if distance == 0 and _subordinate(tree, i):
        score += 30
    if distance == 0 and spot.part == "possessor":
        score += _spoken_for(stage, phrase, spot)
    score += 6 if len(spot.drafts) > 1 else 0
    score += _repeats(tree, verb, i, spot.word)
    if tree.rel(i) == "nmod:poss":
        score += _owns(tree, i, spot) + _where(stage, i, spot) + _beside(tree, i, spot.word)
    if phrase.pronoun in ("he", "she") and verb is not None and tree.lemma(verb) in SPEECH and part_of(tree, i) == "subject":
        score += (22 if spot.block == tree.block_index(i) else 8) if _spoke(tree, spot.word) else 0  # `he said` again
    if phrase.pronoun == "it" and len(tree.conjuncts(tree.first_conjunct(spot.word))) > 1:
        score -= 25
    if phrase.pronoun in ("it", "they"):
        score += _animacy(stage, phrase, spot, verb)
    return score


def _verb_of(tree: Tree, i: int) -> int | None:
    return tree.head(i) if tree.is_rel(i, "nsubj", "obj", "iobj", "obl") else None


def _spoke(tree: Tree, word: int) -> bool:
    """Subject of a verb of speech or thought."""
    verb = tree.head(tree.first_conjunct(word))
    return verb is not None and part_of(tree, word) == "subject" and tree.lemma(verb) in SPEECH and tree.negation(verb) is None


def _matrix_bonus(tree: Tree, i: int, candidate: int) -> int:
    """The subject of the nearest clause above the pronoun's own: `Oslo said that it …`; less for those above that."""
    if tree.is_rel(i, "obj", "iobj", "obl"):
        return 0
    top = tree.first_conjunct(candidate)
    verb = tree.head(top)
    if verb is None or not tree.is_rel(top, "nsubj"):
        return 0
    above = [a for a in tree.ancestors(i) if tree.own_subject(a) not in (None, i) or tree.rel(a) == "xcomp"]
    above = [tree.parse.head[a] if tree.rel(a) == "xcomp" and tree.own_subject(a) is None else a for a in above]
    return NEXT_ABOVE if above[:1] == [verb] else 8 if verb in above else 0


def _subordinate(tree: Tree, i: int) -> bool:
    """In an adverbial clause that follows its main clause: who is meant was mostly named in that sentence."""
    clause = tree.clause_of(i)
    head = tree.head(clause)
    return tree.is_rel(clause, "advcl") and head is not None and head < clause


def _spoken_for(stage: Stage, phrase: Phrase, spot: Spot) -> int:
    """`Her lawyer said that she …`: who speaks for somebody speaks of them, unless it is known to be the one of that sex."""
    tree, noun = stage.tree, stage.tree.head(spot.word)
    if noun is None or phrase.pronoun not in ("he", "she") or not _has_speaker(tree, phrase.head, spot.word):
        return 0
    speaker = stage.references.get(noun)
    d = stage.drafts[speaker.actors[0]] if speaker else None
    return 0 if d is None or d.sex == spot.drafts[0].sex else 40


def _is_bound(tree: Tree, i: int, spot: Spot) -> bool:
    """Grammar decides: `himself` is its clause's subject; what somebody's lawyer or office says that he does, he does."""
    if tree.low(i).endswith("self"):
        return tree.subject(tree.clause_of(i)) == tree.first_conjunct(spot.word)
    if spot.part == "possessor" and _has_speaker(tree, i, spot.word):
        return True
    verb = tree.head(tree.parse.head[i]) if tree.rel(i) == "nmod:poss" and tree.is_rel(tree.parse.head[i], "nsubj") else None
    if verb is None or tree.rel(verb) != "parataxis" or tree.lemma(verb) not in SPEECH:
        return False
    return tree.subject(tree.parse.head[verb]) == spot.word  # `She would go, her office said`


def _has_speaker(tree: Tree, i: int, owner: int) -> bool:
    """The owner's lawyer, aide, driver … is the subject over the pronoun's clause."""
    noun = tree.head(owner)
    return noun is not None and tree.lemma(noun) in _listed("speaks-for") and any(a == tree.head(noun) for a in tree.ancestors(i))


def _repeats(tree: Tree, verb: int | None, i: int, candidate: int) -> int:
    """`They were told to pay. They have not paid`: the same verb with the candidate as its (understood) subject."""
    if verb is None or not tree.is_rel(i, "nsubj") or tree.lemma(verb) in SPEECH:  # everybody says
        return 0
    s, lemma, of = tree.sentence(candidate), tree.lemma(verb), tree.parse.lemma
    same = (v for v in range(s.first, s.end) if of[v] == lemma and v != verb and tree.upos(v) == "VERB")
    return 24 if any(tree.subject(v) == tree.first_conjunct(candidate) for v in same) else 0


def _owns(tree: Tree, i: int, spot: Spot) -> int:
    """Leaders, allies and governments are had by actors, ministries by ministers."""
    noun = tree.lemma(tree.parse.head[i]).lower()
    if (noun not in nouns() and noun not in titles()) or noun in _listed("of-things"):
        return 0
    if not spot.drafts:
        return -60
    minister = any("minister" in o.phrase or "secretary" in o.phrase for d in spot.drafts for o in d.offices)
    return 40 if noun in ("ministry", "department") and minister else 0


def _beside(tree: Tree, i: int, candidate: int) -> int:
    """`Berg and his wife`, `She urged Berg to mend his ways`: joined to it, or the understood subject of its clause."""
    own = tree.parse.head[i]
    if tree.rel(own) == "conj" and tree.head(own) == candidate:
        return 40
    clause = tree.clause_of(own)
    understood = tree.own_subject(clause) is None and clause != own and tree.subject(clause) == tree.first_conjunct(candidate)
    return 30 if understood and tree.is_rel(clause, "xcomp", "acl", "ccomp") else 0


def _where(stage: Stage, i: int, spot: Spot) -> int:
    """`In Oslo, his office said …`: whose office it is is of the country where it speaks."""
    tree, top = stage.tree, stage.tree.clause_of(i)
    for place in tree.obliques(top, "in"):
        capital = stage.kb.capital(tree.word(place), stage.day) if place < i else None
        if capital is not None and spot.drafts and spot.drafts[0].country:
            return 50 if spot.drafts[0].country.lower() == capital else -50
    return 0


@cache
def _listed(entry: str) -> frozenset[str]:
    """The words of one entry of `pronouns.toml`."""
    return frozenset(w for e in table("lexicon/pronouns") if e["id"] == entry for w in e["words"])


def _animacy(stage: Stage, phrase: Phrase, spot: Spot, verb: int | None) -> int:
    """Things against actors, by what the pronoun does."""
    tree, i = stage.tree, phrase.head
    subject = tree.rel(i) == "nsubj" and verb is not None
    acting = subject and verb is not None and (tree.lemma(verb) in _listed("acting") or tree.lemma(verb) in SPEECH)
    if not spot.drafts:
        return -45 if acting else -12 if tree.rel(i) == "nmod:poss" else 16 if subject else 8
    if acting:
        return 12 if phrase.pronoun == "it" or _is_many(spot) else -24
    if phrase.pronoun == "they":
        return 14 if spot.many or spot.drafts[0].many else -42
    if verb is not None and not subject and tree.lemma(verb) not in _listed("undergone"):
        return -34
    return 0 if tree.rel(i) == "nmod:poss" else -14 if subject else -8


def is_expletive(tree: Tree, i: int) -> bool:
    """`It is clear that …`, `it was she who …`, `it seems`, `it rained`: nobody is meant (after Lappin & Leass, 4.1)."""
    if tree.rel(i) == "expl":
        return True
    verb = tree.head(i)
    if verb is None or not tree.is_rel(i, "nsubj"):
        return False
    if tree.child(verb, "cop") is not None:
        cleft = tree.children(verb, "acl:relcl", "csubj", "ccomp", "advcl:relcl", "acl")
        return bool(cleft) or (tree.upos(verb) == "ADJ" and bool(tree.children(verb, "xcomp", "advcl")))
    return tree.lemma(verb) in IMPERSONAL and bool(tree.children(verb, "csubj", "ccomp", "xcomp"))
