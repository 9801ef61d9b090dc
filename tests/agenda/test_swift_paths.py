"""The quick ways through names, texts and ids give what the thorough ones give."""

import html
from uuid import uuid5

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nameparser import Lexicon

from server.agenda import degrees, person_lists, person_names, person_plain, search_words
from server.agenda.importers import kinds, text
from server.agenda.importers.dial_in import without_dial_in
from server.agenda.person_words import COURTESY, GROUP, LABELS, NOBODY, PARTICLES, PLACES
from server.core import ids

LEXICON = Lexicon.default()
TOLD_APART = sorted(
    {
        *(part for text in [*PLACES, *GROUP, *NOBODY, *PARTICLES, *COURTESY, *LABELS] for part in text.split()),
        *(*degrees.DEGREES, *degrees._FRONT, "of", "for", "the", "and", "at", "in", "und", "et", "jr", "esq", "sir"),
        *(word for group in (LEXICON.titles, LEXICON.suffix_acronyms, LEXICON.particles) for word in group),
        *(
            word
            for group in (LEXICON.bound_given_names, LEXICON.maiden_markers, LEXICON.suffix_words)
            for word in group
        ),
    }
)
WORDS = st.one_of(
    st.sampled_from(TOLD_APART).map(str.capitalize),
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=5).map(str.capitalize),
    st.text("IVXivx", min_size=1, max_size=4),
    st.sampled_from(["Lima", "Sato", "Zhang", "Osei", "M.", "D.", "E.", "Y.", "MD", "van", "Ph"]),
)
NAMES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
#: Written with what the cleaners look for, so that chance meets it.
WRITTEN = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(["<b>", "<br>", "</p>", "<p>", "<!-- x -->", "&amp;", "&#112;", "&nbsp;", "\xa0", "\u200b"]),
        st.sampled_from(["\n", "\n\n", "\r\n", "\x0c", "\x00", "\x01", "\x1c", " ", "\t", "\x85", "e\u0301"]),
        st.sampled_from(["Type: poster", "po\x01ster", "https://example.zoom.us/j/1 ", "Passcode: 1234", "\ud800"]),
    ),
    max_size=8,
).map("".join)


@given(NAMES, st.sampled_from([None, True, False]), st.sampled_from(["presenter", "author", "chair"]))
@example("Ana Lima", None, "presenter")
@example("Ana M. Lima", None, "author")
@example("Bo Sato Ix", None, "author")
def test_a_plain_name_is_read_like_any_other(name: str, family_first: bool | None, role: str):
    found = person_lists.split(name, role, family_first=family_first)

    assert found == person_lists._read(name, role, family_first)
    assert person_names.sort_name(name) == person_names._parsed_sort_name(name)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Ana Lima", True), ("Ana M. Lima", True), ("Ana Maria Rosa Lima", True),
        ("Ana", False), ("Ana Lima MD", False), ("Ana van Lima", False), ("Ana Lima Jr", False), ("Dr Ana Lima", False),
        ("Harbour Clinic", False), ("Budget Committee", False), ("Panel Discussion", False), ("Ana Lima Ii", False),
        ("ANA LIMA", False), ("Ana  Lima", False), ("Ana Lima\n", False), ("Ána Lima", False),
        ("Ana M. D. Lima", False),
    ],
)  # fmt: skip
def test_only_plain_names_are_plain(name: str, plain: bool):
    assert person_plain.is_plain(name) is plain


@given(st.one_of(NAMES, st.text(max_size=30), st.text(st.characters(max_codepoint=127), max_size=30)))
def test_names_in_ascii_fold_like_all_names(name: str):
    bare = person_names._BRACKETED.sub(" ", name)
    words = person_names._spread(bare if bare.strip() else name).split()
    courtesy = len(words) > 2 and words[0] in person_names.COURTESY

    assert person_names.fold(name) == " ".join(words[1:] if courtesy else words)


@given(st.text(max_size=30))
def test_a_repeated_text_gives_lists_of_its_own(name: str):
    person_lists.split(name)[0].clear()

    assert person_lists.split(name) == person_lists._read(name, "presenter", None)


@given(WRITTEN)
@example("One\xa0two.")
@example("1 > 2")
@example("a\n\n\n<br>b &lt;p&gt;")
def test_clean_text_is_left_as_the_cleaners_would_leave_it(written: str):
    joined = written.replace("\r\n", "\n")
    seen = text.unicodedata.normalize("NFC", text._SURROGATES.sub("", joined).translate(text._DROPPED))
    shown = without_dial_in(text._ESCAPED_ENTITY.sub("&", seen)).strip()

    assert text.visible(written) == seen
    assert text.rich(written) == (text._rich(shown) if shown else "")


@given(WRITTEN)
def test_plain_and_lines_skip_nothing_that_they_would_take(written: str):
    decoded = text.without_entities(written)
    bare = text._HIDDEN.sub("", text._COMMENT.sub("", decoded))
    bare = text._TAG.sub("", text._BLOCK_TAG.sub(" ", bare)) if "<" in bare else bare

    assert text.plain(written) == " ".join(text.visible(bare).split())
    assert "&" in written or decoded == written == text._ENTITY.sub(lambda found: html.unescape(found[0]), written)


@given(WRITTEN)
@example("Type: &#112;oster")
@example("Type: <!-- -->poster")
@example("Type: pos\x01ter")
@example("Type: pos\xadter")
def test_no_text_that_tells_a_kind_is_passed_over(written: str):
    assert kinds.may_tell(written) or not kinds._POSTER_LINE.search(text.lines(written))


@given(WRITTEN)
@example("E-Posters of the day")
@example("po\u017fter")
@example("Ke\u0079 notes")
def test_no_title_that_tells_a_kind_is_passed_over(title: str):
    patterns = kinds._POSTER_PREFIX, kinds._POSTER_BLOCK, kinds._POSTER, kinds._POSTER_LINE

    assert kinds._says_poster(title) or not any(pattern.search(title) for pattern in patterns)
    assert kinds._bare(title) == kinds._BRACKETED.sub("", _without_times(title))


def _without_times(title: str) -> str:
    for _ in range(2):
        title = kinds._LEADING_TIME.sub("", title, count=1)
    return title


@given(st.text("ab1 _-(\n.", max_size=40), st.lists(st.text("ab1", min_size=1, max_size=2), min_size=1, max_size=3))
def test_a_piece_of_a_text_in_ascii_is_that_of_any_text(written: str, sought: list[str]):
    pieces = written.split()
    held = (
        place
        for place, piece in enumerate(pieces)
        if any(word.startswith(one) for word in search_words.words(piece) for one in sought)
    )
    place = next(held, None)

    assert search_words.around(written, sought) == ("" if place is None else search_words._piece(pieces, place))


@given(st.text(max_size=60))
def test_natural_ids_are_uuids_of_version_5(key: str):
    encodable = key.encode("utf-8", "ignore").decode()

    assert ids.natural(encodable) == str(uuid5(ids.NAMESPACE, encodable))
