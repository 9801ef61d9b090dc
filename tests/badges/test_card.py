"""The student's own card: what it says at each level, in every form, and that nothing written can break out of it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Component

from server.badges import card
from server.badges.card import CardFields, card_of, vcard_file
from server.badges.code_image import svg_of
from server.badges.payload import read
from server.badges.reading import clean, squeeze
from tests.badges.twins import expected

SAMPLES = json.loads((Path(__file__).parents[1] / "samples" / "cards.json").read_text("utf-8"))
FULL = CardFields(
    "Irène Vale",
    degrees=("MD", "MPH"),
    organization="Lakefront; University, Radiology",
    title="Resident\\Fellow",
    emails=("irene@lakefront.example",),
    phones=("+1 303 555 0199",),
    urls=("https://lakefront.example/a,b;c",),
    note="Écho 👩‍⚕️ " * 9,
)
word = st.text(st.characters(codec="utf-8"), min_size=1, max_size=80)


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample["name"] for sample in SAMPLES])
def test_a_profile_becomes_the_card_that_the_shared_sample_says(sample):
    assert expected(sample) == sample["expected"]


def test_samples_are_named_once():
    assert len({sample["name"] for sample in SAMPLES}) == len(SAMPLES)


@pytest.mark.parametrize("form", ["vcard", "mecard", "link"])
def test_what_is_written_is_read_back(form):
    said = read(card_of(FULL, form, "https://hallway.example.org/b/AbCdEfGhIjKlMnOpQrStUv").text)

    assert (said.name, said.organization, said.title, said.emails, said.phones, said.urls[-1], said.note) == (
        FULL.name,
        FULL.organization,
        FULL.title,
        FULL.emails,
        FULL.phones,
        FULL.urls[0],
        squeeze(FULL.note or ""),
    )


def test_the_link_form_needs_a_link():
    with pytest.raises(ValueError, match="no page to link to"):
        card_of(FULL, "link")


def test_a_file_has_short_lines_and_is_the_same_to_two_readers():
    data = vcard_file(FULL)

    lines = data.split(b"\r\n")
    other = Component.from_ical(data)
    said = read(data.decode())
    assert (max(map(len, lines)), lines[-1]) == (75, b"")
    assert (other.name, str(other["FN"]), str(other["NOTE"])) == ("VCARD", said.name, said.note)
    assert said.organization == FULL.organization


@given(word, word, word)
def test_nothing_a_student_writes_begins_a_property_of_its_own(name, school, note):
    said = card.card_fields({"name": name, "school": school, "specialty": note}, "all")
    if said is None:
        return
    for form in ("vcard", "mecard"):
        back = read(card_of(said, form).text)
        assert (back.emails, back.phones, back.urls) == ((), (), ())
        # a vCard's reader drops a comma at the end, which joins lines of an organization elsewhere
        assert (back.organization or "").removesuffix(",") == squeeze(clean(school)).removesuffix(",")
        assert (back.note or "") == squeeze(clean(note))
    file = vcard_file(said)
    assert (file.count(b"BEGIN:VCARD\r\n"), max(map(len, file.split(b"\r\n"))) <= 75) == (1, True)
    if not {"\\", ";"} & set(name):  # the other reader undoes escapes before it splits
        assert str(Component.from_ical(file)["FN"]) == read(file.decode()).name


def test_the_picture_is_black_on_white_with_four_modules_around():
    picture = svg_of("x" * 152).decode()

    assert 'viewBox="0 0 57 57"' in picture  # version 8 has 49 modules
    assert '<rect fill="white"' in picture
    assert 'fill="#000000"' in picture
    assert "<script" not in picture
