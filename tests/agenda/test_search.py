"""Searching an agenda on the server: the same answers on both databases."""

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text

from server.agenda import search
from server.agenda.answers import Target
from server.agenda.importers.programme import Programme
from server.agenda.models import Conference, Item
from server.agenda.search import Hit
from server.agenda.search_index import table
from server.core.db import db, write
from tests import factories
from tests.agenda.programmes import imported, person, programme, session

NURIA = person("Núria González", "Lakefront University")
MAREN = person("Maren Oduya", "Harbor Hospital")
LONG = "<p>" + " ".join(f"word{number}" for number in range(60)) + " needles &amp; pins</p>"
FILE = programme(
    session("Dose planning", NURIA, track="Liver", board="0112", at=3),
    session("Liver biopsy", at=1, abstract="<p>Forty patients &amp; two <em>needles</em>.</p><p>Harbor</p>"),
    session("Y-90 radioembolization", MAREN, NURIA, room="E351", number="P-7", at=2, abstract=LONG),
    session("Straße und Ærø", at=0, subtitle="A way home"),
    session("AND", kind="poster", at=None, abstract="<p>OR NOT near</p>"),
    people=(NURIA, MAREN),
)
EVERYTHING = "'\"*():^{}-+\\%_;&|!<>~ \x00\ud7ff"


def found(query: str, limit: int = 20, user_id: str | None = None, slug: str = "glow") -> list[str]:
    """Return the titles that a guest finds, a star for those found in their abstracts only."""
    conference = db.session.scalars(select(Conference.id).where(Conference.slug == slug)).one()
    hits = search.search(conference, query, limit, user_id)
    titles = {row[0]: row[1] for row in db.session.execute(select(Item.id, Item.title))}
    return [titles[hit.id] + ("" if hit.part is None else "*") for hit in hits]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("liver", ["Liver biopsy", "Dose planning"]),
        ("LIV", ["Liver biopsy", "Dose planning"]),
        ("gonzalez", ["Y-90 radioembolization", "Dose planning"]),
        ("GONZÁL", ["Y-90 radioembolization", "Dose planning"]),
        ("lakefront dose", ["Dose planning"]),
        ("0112", ["Dose planning"]),
        ("p-7", ["Y-90 radioembolization"]),
        ("y-90", ["Y-90 radioembolization"]),
        ("e351 oduya", ["Y-90 radioembolization"]),
        ("strasse", ["Straße und Ærø"]),
        ("Straße", ["Straße und Ærø"]),
        ("ærø", ["Straße und Ærø"]),
        ("home", ["Straße und Ærø*"]),
        ("embol", []),
        ("harbor", ["Y-90 radioembolization", "Liver biopsy*"]),
        ("needles", ["Liver biopsy*", "Y-90 radioembolization*"]),
        ("liver needles", ["Liver biopsy*"]),
        ("needles, patients", ["Liver biopsy*"]),
        ("em", []),
        ("and", ["AND"]),
        ("AND OR NOT", ["AND*"]),
        ("nothing", []),
        ("", []),
        (EVERYTHING, []),
        (f'liver" OR "{EVERYTHING}', []),
        (f"liver {EVERYTHING}", ["Liver biopsy", "Dose planning"]),
        ("title:liver", []),
        ("liver' & 'dose':*", ["Dose planning"]),
        ("l* NEAR(b)", []),
        ("x" * 10_000, []),
        ("liver " * 2_000, ["Liver biopsy", "Dose planning"]),
    ],
)
def test_a_query_finds(app: Flask, query: str, titles: list[str]) -> None:
    imported(FILE)

    assert found(query) == titles


def test_a_hit_in_an_abstract_comes_with_the_words_around_it(app: Flask) -> None:
    imported(FILE)
    conference = db.session.scalars(select(Conference.id)).one()

    parts = [one.part for one in search.search(conference, "needles", 20, None)]

    assert parts == [
        "Forty patients & two needles . Harbor",
        "… word52 word53 word54 word55 word56 word57 word58 word59 needles & pins",
    ]


def test_no_more_are_found_than_asked_for(app: Flask) -> None:
    imported(FILE)

    assert [found("harbor", limit) for limit in (1, 2)] == [
        ["Y-90 radioembolization"],
        ["Y-90 radioembolization", "Liver biopsy*"],
    ]


def test_the_search_follows_a_new_import(app: Flask) -> None:
    imported(FILE)
    maria = person("Maria Oduya", "Harbor Hospital")
    anew = programme(
        session("Liver surgery", at=1),
        *FILE.sessions[3:],
        session("Y-90 radioembolization", maria, room="E351", number="P-7", at=2),
        people=(maria,),
    )

    imported(anew, target=Target(None, "glow", part="replace"))

    assert found("biopsy") == ["Liver biopsy"]  # cancelled, and still there
    assert found("surgery") == ["Liver surgery"]
    assert found("maren") == []
    assert found("oduya") == ["Y-90 radioembolization"]
    assert found("pins") == []


def test_one_conference_is_searched(app: Flask) -> None:
    imported(FILE)
    other: Programme = programme(session("Liver song"))
    imported(other, target=Target(None, "song", "Song"))

    assert (found("liver"), found("liver", slug="song")) == (["Liver biopsy", "Dose planning"], ["Liver song"])


def test_a_conference_takes_its_words_along_when_it_goes(app: Flask) -> None:
    imported(FILE)
    with write():
        db.session.execute(delete(Conference))

    left = [db.session.scalar(select(func.count()).select_from(table))]
    if db.engine.dialect.name == "sqlite":
        found = "SELECT count(*) FROM agenda_search_fts WHERE agenda_search_fts MATCH 'l*'"
        left.append(db.session.scalar(text(found)))
        left.append(db.session.scalar(text("SELECT count(*) FROM agenda_search_fts_content")))

    assert set(left) == {0}


def test_the_answer_over_http(app: Flask) -> None:
    made = imported(FILE).conference

    answer = factories.browser(app).get(f"/api/conferences/{made.id}/search?q=harbor&limit=5")

    hits = [Hit(one["id"], one["part"]) for one in answer.json["items"]]
    assert (answer.status_code, hits) == (200, search.search(made.id, "harbor", 5, None))
    assert [one.part for one in hits] == [None, "Forty patients & two needles . Harbor"]


@pytest.mark.parametrize("asked", ["?q=a&limit=0", "?q=a&limit=51", "?q=a&limit=x", "?q=a&more=1"])
def test_what_can_not_be_asked(app: Flask, asked: str) -> None:
    made = imported(FILE).conference

    assert factories.browser(app).get(f"/api/conferences/{made.id}/search{asked}").status_code == 422


def test_a_private_agenda_is_searched_by_its_owner_alone(app: Flask) -> None:
    ada, bo = factories.user("ada"), factories.user("bo")
    made = imported(FILE, target=Target(ada.id, "mine")).conference
    path = f"/api/conferences/{made.id}/search?q=liver"

    answers = [factories.browser(app, one).get(path).status_code for one in (ada, bo, None)]

    assert answers == [200, 404, 404]
