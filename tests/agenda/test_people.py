"""People in fields and prose, and who is the same person as whom."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.agenda.importers.programme import Person, Warned
from server.agenda.people import Named, Roster, family_comes_first, fold, from_parts, in_prose, split


def people(text: str, role="presenter", **how) -> list[tuple[str, tuple[str, ...], str, str]]:
    return [(one.display_name, one.degrees, one.affiliation, one.role) for one in split(text, role, **how)[0]]


ONE = [
    ("Ana Lima Sato MD MS", "Ana Lima Sato", ("MD", "MS"), ""),
    ("Gray, PhD", "Gray", ("PhD",), ""),
    ("Prof.Dr.A.B Rao MD", "A.B Rao", ("Prof", "Dr", "MD"), ""),
    ("Dr. Bo Sato, M.D., Ph.D.", "Bo Sato", ("Dr", "MD", "PhD"), ""),
    ("Bo Sato, M.D./Ph. D.", "Bo Sato", ("MD", "PhD"), ""),
    ("Bo Sato (MD)", "Bo Sato", ("MD",), ""),
    ("ANA LIMA MD", "ANA LIMA", ("MD",), ""),
    ("Ana Lima DO", "Ana Lima", ("DO",), ""),
    ("Tan Beng", "Tan Beng", (), ""),
    ("Dongyi Ma", "Dongyi Ma", (), ""),
    ("Van Anh Do", "Van Anh Do", (), ""),
    ("Van Anh Do, DO", "Van Anh Do", ("DO",), ""),
    ("Md Abdul Karim", "Md Abdul Karim", (), ""),
    ("Professor X", "Professor X", (), ""),
    ("Ana Lima (Kyoto Clinic)", "Ana Lima", (), "Kyoto Clinic"),
    ("Ana Lima – Kyoto Clinic", "Ana Lima", (), "Kyoto Clinic"),
    ("Ana Lima, Kyoto University, New York, USA", "Ana Lima", (), "Kyoto University, New York, USA"),
    ("Ana Lima, MIT", "Ana Lima", (), "MIT"),
    ("Lima, Ana", "Ana Lima", (), ""),
    ("van Dijk, Jan, MD", "Jan van Dijk", ("MD",), ""),
    ("Ana Lima <ana@example.org>", "Ana Lima", (), ""),
    ("Ana Lima (she/her)", "Ana Lima (she/her)", (), ""),
    ('Andrew M. "Fish" Poplar', 'Andrew M. "Fish" Poplar', (), ""),
    ('Andrew M. Fish" Poplar', "Andrew M. Fish Poplar", (), ""),
    ("山田 太郎", "山田 太郎", (), ""),
    ("wally2069", "wally2069", (), ""),
]


@pytest.mark.parametrize(("text", "name", "degrees", "place"), ONE, ids=[row[0] for row in ONE])
def test_a_field_with_one_person(text, name, degrees, place):
    assert people(text) == [(name, degrees, place, "presenter")]
    assert split(text)[1] == ""


SEVERAL = [
    ("Ana Lima, Bo Sato and Cy Dee", ["Ana Lima", "Bo Sato", "Cy Dee"]),
    ("Ana Lima & Bo Sato", ["Ana Lima", "Bo Sato"]),
    ("Ana Lima, MD, PhD, Bo Sato, MD", ["Ana Lima", "Bo Sato"]),
    ("Lima, Ana; Sato, Bo", ["Ana Lima", "Bo Sato"]),
    ("Smith, J., Doe, A.B.", ["J. Smith", "A.B. Doe"]),
    ("Ana Lima\nBo Sato", ["Ana Lima", "Bo Sato"]),
    ("1. Ana Lima\n2. Bo Sato", ["Ana Lima", "Bo Sato"]),
    ("Ana Lima, Nordic Imaging; Bo Sato, Acme Works", ["Ana Lima", "Bo Sato"]),
]


@pytest.mark.parametrize(("text", "names"), SEVERAL, ids=[row[0] for row in SEVERAL])
def test_a_field_with_several_people(text, names):
    assert [name for name, *_ in people(text)] == names


def test_affiliations_follow_their_people():
    assert people("Ana Lima, Kyoto Clinic; Bo Sato*, Lyon Hospital", "author") == [
        ("Ana Lima", (), "Kyoto Clinic", "author"),
        ("Bo Sato", (), "Lyon Hospital", "presenter"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ana Lima 1 , Bo Sato 1,2\n1 Kyoto University\n2 Lyon Hospital",
        "Ana Lima¹, Bo Sato¹,²; 1 Kyoto University; 2 Lyon Hospital",
        "Ana Lima 1 , Bo Sato 1,2 1 Kyoto University, 2 Lyon Hospital",
    ],
)
def test_affiliation_numbers_are_looked_up(text):
    assert people(text) == [
        ("Ana Lima", (), "Kyoto University", "presenter"),
        ("Bo Sato", (), "Kyoto University, Lyon Hospital", "presenter"),
    ]


NOBODY = ["Panel Discussion", "Q&A", "Discussion", "All", "Alle", "TBA", "TBD", "Various", "Faculty", "Moderator",
          "Topical Team", "Programme Committee", "Society of Readers"]  # fmt: skip


@pytest.mark.parametrize("text", NOBODY)
def test_a_placeholder_is_a_credit(text):
    assert split(text) == ([], text)


def test_what_is_no_person_stays_as_credit():
    assert split("Bo Sato: Cedar Room,Ana Lima, Harbour Team") == (
        [Named("Bo Sato", sort_name="sato, bo"), Named("Ana Lima", sort_name="lima, ana")],
        "Harbour Team; Cedar Room",
    )


def test_a_label_gives_the_role_and_the_plural_goes_on():
    found = people("Chair: Ana Lima; Bo Sato; Panelists: Cy Dee; Di Eck")

    assert [(name, role) for name, _, _, role in found] == [
        ("Ana Lima", "chair"),
        ("Bo Sato", "presenter"),
        ("Cy Dee", "panelist"),
        ("Di Eck", "panelist"),
    ]


def test_a_column_tells_whether_the_family_name_comes_first():
    assert family_comes_first(["Ana Lima, Bo Sato", "Fran, Cy Dee"]) is False
    assert family_comes_first(["Lima, Ana", "Sato, Bo", "Dee, Cy"]) is True
    assert family_comes_first(["Ana Lima"]) is None
    assert [name for name, *_ in people("Fran, Cy Dee", family_first=False)] == ["Fran", "Cy Dee"]


def test_two_columns_and_a_degree_in_the_last_name():
    assert from_parts("Jen ", "Gray, PhD") == Named("Jen Gray", ("PhD",), sort_name="gray, jen")


FOLDED = [("Ana Lima", "ana lima"), ("ÁNA  LÍMA", "ana lima"), ("A. B. Rao", "a b rao"), ("O’Hara", "ohara"),
          ("Søren Łuk", "soren luk"), ("Long-Adams, A", "long adams a"), ("Ana (she/her)", "ana")]  # fmt: skip


@pytest.mark.parametrize(("name", "folded"), FOLDED)
def test_names_are_compared_folded(name, folded):
    assert fold(name) == folded


PROSE = [
    ("von: Jana Semmel\n\nText von Herrn Moll", [("Jana Semmel", "presenter")]),
    ("Speakers:\nAna Lima\nBo Sato, MD\n\nCy Dee", [("Ana Lima", "presenter"), ("Bo Sato", "presenter")]),
    ("<p>Chair: Ana Lima</p><p>Moderator: Bo Sato</p>", [("Ana Lima", "chair"), ("Bo Sato", "moderator")]),
    ("by Ana Lima", [("Ana Lima", "presenter")]),
    ("Presented by Ana Lima and Bo Sato", [("Ana Lima", "presenter"), ("Bo Sato", "presenter")]),
    ("by the end of the day we know more", []),
    ("A talk by Ana Lima", []),
    ("von: Alle", []),
    ("Moderator: TBA", []),
]


@pytest.mark.parametrize(("text", "expected"), PROSE, ids=[row[0] for row in PROSE])
def test_people_in_prose_stand_behind_a_label(text, expected):
    assert [(one.display_name, one.role) for one in in_prose(text)] == expected


def roster_of(*mentions: tuple[str, str, str | None]) -> tuple[tuple[Person, ...], list[Warned]]:
    roster = Roster()
    keys = [roster.add(Named(name, affiliation=place), external_id) for name, place, external_id in mentions]
    return roster.people({key: {"presenter"} for key in keys}), roster.warnings


SAME = [
    (("Ana Lima", "", None), ("ana líma", "Kyoto", None), 1),
    (("Ana Lima", "UT Southwestern", None), ("Ana Lima", "UT Southwestern Medical Center", None), 1),
    (("Ana Lima", "Kyoto", None), ("Ana Lima", "Lyon", None), 2),
    (("Ana Lima", "", "7"), ("Ana Lima", "", "8"), 2),
    (("Ana Lima", "", "7"), ("Ana Lima", "", None), 1),
    (("Ana Lima", "", "7"), ("Bo Sato", "", "7"), 2),
    (("", "", "AHZ"), ("Ana Lima", "", "AHZ"), 1),
    (("A Lima", "", None), ("Ana Lima", "", None), 2),
]


@pytest.mark.parametrize(("one", "other", "count"), SAME)
def test_who_is_the_same_person(one, other, count):
    assert len(roster_of(one, other)[0]) == count
    assert len(roster_of(other, one)[0]) == count


def test_one_name_at_two_places_is_a_warning():
    assert roster_of(("Ana Lima", "Kyoto", None), ("Ana Lima", "Lyon", None))[1] == [
        Warned("", "2 people are called Ana Lima (Kyoto, Lyon); merge them by hand if they are one person.")
    ]


def test_only_used_people_are_told_with_their_roles():
    roster = Roster()
    key = roster.add(Named("Ana Lima", ("MD",), "Kyoto", sort_name="lima, ana"))
    roster.add(Named("Bo Sato"))

    assert roster.people({key: {"presenter", "chair"}}) == (
        Person("ana lima", "Ana Lima", "lima, ana", ("MD",), "Kyoto", ("chair", "presenter")),
    )


WORDS = st.sampled_from(
    ["Ana", "Lima", "Bo", "Sato", "MD", "PhD", "Kyoto", "University", "Clinic", "van", "Do", "TBA", "Team", "Rao", "A."]
)
PIECES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
FIELDS = st.lists(st.tuples(PIECES, st.sampled_from([", ", "; ", " ", "\n", " (", ") ", " – ", "* "])), max_size=6)


@settings(max_examples=200)
@given(FIELDS, st.sampled_from([None, True, False]))
def test_splitting_never_loses_a_word(pieces, family_first):
    text = "".join(piece + mark for piece, mark in pieces)

    found, credit = split(text, family_first=family_first)

    kept = " ".join([f"{p.display_name} {' '.join(p.degrees)} {p.affiliation}" for p in found] + [credit])
    assert set(words(text)) <= set(words(kept))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace(".", "").lower())


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_any_text_is_read(text):
    found, credit = split(text)
    assert isinstance(credit, str)
    assert all(person.display_name for person in found)
    in_prose(text)
