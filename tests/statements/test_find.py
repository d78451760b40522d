"""Who said what: the ways news reports give it, each in a sentence of its own."""

from __future__ import annotations

import pytest

from dateline.foundation.cast import Cast, Reference
from dateline.foundation.rows import Actor, Dating, Statement
from dateline.reading.statements import find_statements
from tests.recorded import tree_of

DIRECT = '"The ferry will sail at noon," the captain told passengers.'
SINGLE = "'The ferry will sail at noon,' the captain told passengers."
INTERRUPTED = '"The ferry," the captain said, "will sail at noon."'
GOES_ON = '"We lost the mast," the captain said. "Nobody was hurt."'
SECOND_PARAGRAPH = '"We lost the mast," the captain said.\n\n"Nobody was hurt. We are all home."'


def rows(text: str, cast: Cast | None = None) -> tuple[Statement, ...]:
    return find_statements(tree_of(text), cast or Cast(), (), Dating())


def contents(text: str) -> list[tuple[str, ...]]:
    return [tuple(s.of(text) for s in r.content) for r in rows(text)]


def speakers(text: str) -> list[str | None]:
    return [r.speaker_span.of(text) if r.speaker_span else None for r in rows(text)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (DIRECT, ("The ferry will sail at noon,",)),
        (SINGLE, ("The ferry will sail at noon,",)),
        (INTERRUPTED, ("The ferry,", "will sail at noon.")),
        ('The captain boasted: "She will sail at noon."', ("She will sail at noon.",)),
        ('The captain took the floor and said, "She will sail at noon."', ("She will sail at noon.",)),
        ('"She sails at noon," Ada Brandt, head of Gulls, a charity, said.', ("She sails at noon,",)),
        ("The dam was safe, the premier said, leaving the hall.", ("The dam was safe",)),
        ("The premier said that the dam was safe.", ("the dam was safe",)),
        ("The premier said on Monday that the dam was safe.", ("the dam was safe",)),
        ("The premier said the dam was safe.", ("the dam was safe",)),
        ("The dam was safe, the premier said.", ("The dam was safe",)),
        ("The dam was safe, said the premier, a former engineer.", ("The dam was safe",)),
        ("The dam, the premier said, would hold.", ("The dam", "would hold")),
        ("If it rained again, the premier said, the dam would break.", ("If it rained again", "the dam would break")),
        ("The dam was safe; the town would be rebuilt, the premier said.", ("the town would be rebuilt",)),
        ("According to the premier, the dam was safe.", ("the dam was safe",)),
        ("The dam was safe, according to the premier, who visited it.", ("The dam was safe",)),
        ("In the premier's view, the dam was safe.", ("the dam was safe",)),
        ("The premier denied having seen the report.", ("having seen the report",)),
        ("The premier did not say whether the dam was safe.", ("whether the dam was safe",)),
        ('The premier called the report "a pack of lies."', ('the report "a pack of lies."',)),
        ('The premier said the dam was "as safe as a bank".', ('the dam was "as safe as a bank"',)),
        ("The premier's claim that the dam was safe was met with laughter.", ("the dam was safe",)),
        ("The premier urged villagers to leave at once.", ("to leave at once",)),
        ("The premier promised to rebuild the town.", ("to rebuild the town",)),
    ],
)
def test_the_content_is_what_was_said(text: str, content: tuple[str, ...]) -> None:
    assert contents(text) == [content]


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        (DIRECT, "direct"),
        (SINGLE, "direct"),
        (INTERRUPTED, "direct"),
        ("The dam was safe, the premier said.", "indirect"),
        ('The premier said the dam was "as safe as a bank".', "mixed"),
        ('The premier called the report "a pack of lies."', "mixed"),
    ],
)
def test_quotation_marks_tell_the_manner(text: str, manner: str) -> None:
    assert [r.manner for r in rows(text)] == [manner]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The dam was safe, its builder, Ada Brandt, said.", "its builder"),
        ("The premier visited the dam and said that it was safe.", "The premier"),
        ("The dam was safe, according to two engineers in the valley.", "two engineers in the valley"),
        ("Norland and Sudland signed, both claiming that they had gained most.", "Norland"),
        ("The premier, who said that the dam was safe, went home.", "The premier"),
    ],
)
def test_the_speaker_is_found(text: str, speaker: str) -> None:
    assert speakers(text)[0] == speaker


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("The premier said that the dam was safe.", True),
        ("The premier has not said whether the dam is safe.", False),
        ("The premier will say that the dam is safe.", False),
        ("The premier may say that the dam is safe.", False),
        ("If the premier says that the dam is safe, they will stay.", False),
        ("The premier did not deny that the dam was cracked.", True),
    ],
)
def test_what_was_not_said_is_marked(text: str, made: bool) -> None:
    assert [r.made for r in rows(text)][:1] == [made]


def test_a_quotation_in_a_new_sentence_is_a_new_row_of_the_same_speaker() -> None:
    assert contents(GOES_ON) == [("We lost the mast,",), ("Nobody was hurt.",)]
    assert speakers(GOES_ON) == ["the captain", "the captain"]
    assert [r.rule for r in rows(GOES_ON)] == ["cue:say/clause", "quote.continued"]


def test_a_quoted_paragraph_without_cue_goes_on_with_the_last_speaker() -> None:
    assert contents(SECOND_PARAGRAPH)[1] == ("Nobody was hurt. We are all home.",)
    assert speakers(SECOND_PARAGRAPH) == ["the captain", "the captain"]


def test_a_clause_after_the_colon_goes_with_the_one_before() -> None:
    text = "The orchard is lost, the farmer said: frost had killed the roots."
    assert contents(text) == [("The orchard is lost", "frost had killed the roots")]


def test_a_short_answer_and_the_clause_after_it_are_one_row() -> None:
    text = "On the contrary, the farmer replied: the frost had come early."
    assert contents(text) == [("On the contrary", "the frost had come early")]


def test_speech_inside_speech_is_within_it() -> None:
    outer, inner = rows("The clerk said that the minister had warned that the bank was empty.")
    assert inner.within == outer.id
    assert outer.within is None
    assert outer.content[0].covers(inner.content[0])


def test_i_inside_a_quotation_is_its_speaker() -> None:
    text = '"I said that the bank was empty," the clerk told the court.'
    tree = tree_of(text)
    clerk = next(i for i in range(len(tree)) if tree.word(i) == "clerk")
    reference = Reference(head=clerk, span=tree.span((clerk,)), actors=("x:clerk",), form="title", why="")
    cast = Cast((Actor(id="x:clerk", name="clerk", kind="anonymous"),), (reference,))
    assert [(r.speaker, r.within is None) for r in rows(text, cast)] == [("x:clerk", True), ("x:clerk", False)]


def test_a_pronoun_object_stands_for_the_clause_before_it() -> None:
    text = "Although nobody had ordered a recount, the mayor did not rule it out."
    assert contents(text) == [("nobody had ordered a recount",)]


def test_circumstances() -> None:
    text = "The clerk told reporters in a statement that the bank was empty."
    (row,) = rows(text)
    assert (row.addressee, row.medium, row.condition) == ("reporters", "a statement", None)


def test_the_speaker_is_the_actor_of_his_phrase() -> None:
    text = "The bank was empty, its clerk, Ada Brandt, said."
    tree = tree_of(text)
    brandt = next(i for i in range(len(tree)) if tree.word(i) == "Ada")
    reference = Reference(head=brandt, span=tree.span((brandt, brandt + 1)), actors=("x:ada-brandt",), form="name", why="")
    cast = Cast((Actor(id="x:ada-brandt", name="Ada Brandt", kind="person"),), (reference,))
    assert [r.speaker for r in rows(text, cast)] == ["x:ada-brandt"]


@pytest.mark.parametrize(
    "text",
    [
        "The chairman told the story badly.",
        "The plan was described in the morning.",
        "It is said that the house is haunted.",
        "The clerk, asking not to be named, left.",
        "Do as the doctor says.",
    ],
)
def test_no_row_without_speech_and_source(text: str) -> None:
    assert rows(text) == ()


def test_who_was_told_is_the_addressee_of_a_passive() -> None:
    text = "The miners were told on Tuesday by their chairman that the fund was empty."
    (row,) = rows(text)
    assert (speakers(text), row.addressee, row.made) == (["their chairman"], "The miners", True)


def test_a_letter_is_to_whom_it_is_addressed() -> None:
    (row,) = rows("In a letter to the shareholders, the chairman wrote that the cranes were older than the port.")
    assert row.addressee == "the shareholders"


def test_what_is_denied_was_not_said() -> None:
    outer, inner = rows("The clerk denied that the judge had said the trial was over.")
    assert (outer.made, inner.made, inner.within) == (True, False, outer.id)


def test_a_denied_act_of_speech_is_no_row() -> None:
    assert contents("The mayor denied that he had offered to resign.") == [("he had offered to resign",)]


def test_free_indirect_speech_goes_on_with_the_speaker() -> None:
    text = "Norway had no objection, the envoy said. It would ask for a day's notice."
    assert [r.rule for r in rows(text)] == ["cue:say/clause", "speech.free"]
    assert speakers(text) == ["the envoy", "the envoy"]


def test_the_reporter_s_own_words_are_not_free_indirect_speech() -> None:
    assert len(rows("Norway had no objection, the envoy said. Neither claim could be verified.")) == 1
    assert len(rows("Norway had no objection, the envoy said. The talks will go on in May.")) == 1


def test_an_account_needs_no_comma() -> None:
    assert contents("By the army's account the bus had run a barrier.") == [("the bus had run a barrier",)]


def test_a_quotation_in_the_sentence_after_a_colon_is_found() -> None:
    text = 'The coach continued: "We lost the ball. We lost the game."'
    assert contents(text) == [("We lost the ball. We lost the game.",)]


def test_a_clause_on_both_sides_of_the_attribution_is_one_row() -> None:
    assert contents("It is not true, the envoy insisted, that anyone was paid.") == [("It is not true", "that anyone was paid")]


def test_terms_of_one_speaker_are_not_those_of_another() -> None:
    text = "The Greens, who said in May that the dam was safe, want it closed, one of their deputies said privately."
    assert speakers(text) == ["one of their deputies", "The Greens"]
    assert [r.condition for r in rows(text)] == ["privately", None]


def test_an_unreal_act_is_no_row() -> None:
    assert rows("The tenant could not expect a refund.") == ()


def test_a_shared_passive_has_no_speaker() -> None:
    assert rows("The envoy was summoned and told that the dam must be closed.") == ()
    assert speakers("The driver was arrested and told reporters that he was innocent.") == ["The driver"]


def test_a_further_cue_of_the_same_speaker_ends_the_content() -> None:
    text = "Two clerks said the bank had sold its stake, though they cautioned that the deal could fail."
    assert contents(text) == [("the bank had sold its stake",), ("the deal could fail",)]


def test_the_one_named_after_with_says_what_the_participle_brings() -> None:
    text = "Norway denied the report, with its foreign minister, Eva Lind, calling it a fantasy."
    assert speakers(text)[-1] == "its foreign minister"


def test_a_noun_s_own_clause_is_not_what_the_verb_says() -> None:
    assert rows("The watchdog found no evidence that votes were switched.") == ()
