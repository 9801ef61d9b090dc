"""JavaScript and TypeScript literals: read, never run (the import contract, sections 1.9, 3.4 and 9)."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.agenda.importers import literal, literal_values, read
from server.agenda.importers.literal_values import Literal, Unreadable
from server.agenda.importers.programme import Hints, Programme, RefusedFile, Warned
from server.agenda.importers.sniff import Sample
from tests.cpu import cpu_seconds

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "agenda"


def programme(text: str, **hints: Any) -> Programme:
    return read(io.BytesIO(text.encode()), Hints(**hints))


def value_of(text: str) -> object:
    return Literal(text).read(0)[0]


def test_a_file_of_abstracts_becomes_posters():
    found = read(io.BytesIO((SAMPLES / "abstracts.ts").read_bytes()), Hints())

    assert (found.format, [(one.title, one.kind, one.track) for one in found.sessions]) == (
        "literal",
        [
            ('Small vessels, "large" grids', "poster", "Vascular"),
            ("Bone, again", "poster", "Skeletal"),
            ("It's 🦴 time", "poster", "Skeletal"),
        ],
    )
    assert [(one.display_name, one.affiliation) for one in found.people] == [
        ("Ana Lima", "Free Map Club"),
        ("Odo Brandel", "Northmere University"),
        ("Bo Sato", ""),
    ]
    assert found.warnings == (Warned("line 8", "1 values that only the running program knows were left out."),)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[1, 2,]", [1, 2]),
        ("[,1,,2]", [1, 2]),
        ("{a: 1, 'b': 2, \"c\": 3, 4: 5,}", {"a": 1, "b": 2, "c": 3, "4": 5}),
        ("[0x1F, 0b11, 0o17, 1_000, .5, 1e3, -7, +7, 12n]", [31, 3, 15, 1000, 0.5, 1000.0, -7, 7, 12]),
        ("[true, false, null, undefined, NaN]", [True, False, None, None, None]),
        (r"""['it\'s', "a \"b\"", `c\`d`, 'e\
f']""", ["it's", 'a "b"', "c`d", "ef"]),
        (r"['\x41\u0042\u{43}\t\n\q', '\ud83d\ude00', '\ud83d', '\u{110000}x']", ["ABC\t\nq", "😀", "\ufffd", "x"]),
        ("[`a ${one + two} b`]", ["a   b"]),
        ("['a' + \"b\" + `c`]", ["abc"]),
        ("[ /* x ] */ 1, // 2]\n 3]", [1, 3]),
        ("{a: Kind.Poster, b: kinds?.talk, c: other}", {"a": "Poster", "b": "talk", "c": None}),
        ("{a: new Date('2026-01-02'), b: t(\"Title\"), c: now(), d: new Set([1])}",
         {"a": "2026-01-02", "b": "Title", "c": None, "d": None}),
        ("{a: (x) => { return '}'; }, b: function () { return [1]; }, c() { go(); }, get d() { return 1 }, e, f: 1}",
         {"a": None, "b": None, "f": 1}),
        ("{...rest, a: 1, ...{b: 2}}", {"a": 1}),
        ("[...more, 1]", [1]),
        ("{['a']: 1}", {"a": 1}),
        ("{a: [] as Talk[], b: {c: 1} satisfies Talk, d: x ? 1 : 2, e: !0}",
         {"a": [], "b": {"c": 1}, "d": None, "e": None}),
    ],
)  # fmt: skip
def test_a_literal_is_read_and_never_run(text: str, value: object):
    assert value_of(text) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[1", "a bracket is not closed"),
        ("[1}", "a bracket is not closed"),
        ("{a: 1", "a bracket is not closed"),
        ("{: 1}", "a key is missing"),
        ("{a: 'x\n'}", "a quote is not closed"),
        ("[1, `", "a quote is not closed"),
        ("[1 /* ", "a comment is not closed"),
        ("[x(1]", "a bracket is not closed"),
        ("[" * 101, "more than 100 levels of nesting"),
        ("[f(" + "[" * 120, "more than 100 levels of nesting"),
        ("[" * 150 + "]" * 150, "more than 100 levels of nesting"),
        ("[" * 5_000 + "]" * 5_000, "more than 100 levels of nesting"),
    ],
)
def test_what_is_no_literal_says_why(text: str, reason: str):
    with pytest.raises(Unreadable) as fault:
        value_of(text)

    assert (str(fault.value), 0 < fault.value.place <= len(text)) == (reason, True)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_json_is_a_literal(value: object):
    assert value_of(f"/**/[{json.dumps(value)},]") == [json.loads(json.dumps(value))]


def test_json_with_comments_and_trailing_commas_is_read():
    found = programme('// ours\n[{"title": "One", "author": "Ana Lima",}, {title: "Two"}, ]\n')

    assert [(one.title, one.kind) for one in found.sessions] == [("One", "poster"), ("Two", "poster")]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("const a = [{title: 'One'}];\nlet b = [{title: 'Two'}];\n", ["One", "Two"]),
        ("'use strict';\nimport x from 'y';\nexport default [{title: 'One'}]", ["One"]),
        ("module.exports = [{title: 'One'}];", ["One"]),
        ("window.data = {posters: [{title: 'One'}]};", ["One"]),
        ("// = [1\n/* const x = [ */\nconst a: Record<string, string>[] = [{title: 'One'}]", ["One"]),
        ("const s = 'x = [1'; if (a == [1]) {}; const t = [{title: 'One'}]", ["One"]),
        ("const broken = [{title: ;\nconst a = [{title: 'One'}]", ["One"]),
    ],
)
def test_lists_are_found_in_a_program(text: str, titles: list[str]):
    assert [one.title for one in programme(text).sessions] == titles


def test_what_can_not_be_read_beside_a_list_is_told():
    assert programme("const a = [{title: 'One'}]\n\nconst b = [{title: 'Two\n'}]\n").warnings == (
        Warned("line 3", "What stands here cannot be read and was left out: a quote is not closed."),
    )


def test_a_system_s_data_in_a_program_is_read_as_that_system_s_file():
    grid = (SAMPLES / "sessionize_grid.json").read_text()

    found = programme(f"export const grid = {grid} as const;\n")

    assert (found.format, [one.title for one in found.sessions]) == (
        "sessionize",
        ["Keynote: pixels that wait", "Lunch"],
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("const a = [\n  {title: 'One'},\n  {title: 'Two'",
         "This program code cannot be read as a list: line 3, a bracket is not closed."),
        ("const a = [1, 2]", "This program code holds no list of sessions or posters."),
        ("const a = [{colour: 'red'}, {colour: 'blue'}]",
         "No title column was found; choose one. The columns are: “colour”."),
        ("const a = {}", "This program code holds no list of sessions or posters."),
    ],
)  # fmt: skip
def test_a_refusal_names_the_line(text: str, sentence: str):
    with pytest.raises(RefusedFile) as refusal:
        programme(text)

    assert str(refusal.value) == sentence


def test_reading_ends_after_so_many_steps(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(literal_values, "MOST_STEPS", 100)

    assert value_of("[" + "x.y," * 99 + "]") == ["y"] * 99
    with pytest.raises(Unreadable, match=r"^far more stands here than a programme can be$"):
        value_of("[" + "x.y," * 100 + "]")


@pytest.mark.parametrize("text", ["[Welcome, lunch]", "[1, 2] are two numbers", "{title} 9:00", "const x = 1;"])
def test_other_text_is_left_to_other_readers(text: str):
    assert not literal.matches(Sample(text.encode()))


PIECES = [
    "/*",
    "a=[",
    "'\\'",
    '"\\"',
    "`",
    "[f(",
    "{a:",
    "//",
    "'\\\n",
    '=["',
    "export default [",
    "[...",
    "{[",
    "new ",
    " = [",
]


@pytest.mark.parametrize("piece", PIECES)
def test_no_repetition_takes_long(piece: str):
    began = cpu_seconds()

    with pytest.raises(RefusedFile):
        programme("const a = [" + piece * (400_000 // len(piece)))

    assert cpu_seconds() - began < 5


@settings(max_examples=150)
@given(st.integers(0, 1_100), st.integers(0, 60), st.text(max_size=12))
def test_no_damage_breaks_the_reader(place: int, length: int, inserted: str):
    text = (SAMPLES / "abstracts.ts").read_text()

    with contextlib.suppress(RefusedFile):
        found = programme(text[:place] + inserted + text[place + length :])
        assert all(one.title for one in found.sessions)
