"""Corrections by hand over HTTP. A conference that is not the caller's own answers like one that does not exist."""

from collections.abc import Callable
from typing import Any

from flask import Response

from server.accounts import who
from server.agenda import correcting, hand
from server.agenda.correction_schemas import (
    CorrectedSchema,
    CorrectionsQuerySchema,
    CorrectionsSchema,
    CorrectItemSchema,
    CorrectPersonSchema,
    KeepApartSchema,
    MergeSchema,
)
from server.agenda.hand import By
from server.agenda.states import Agenda
from server.core import clock
from server.core.access import signed_in
from server.core.api import Blueprint, reply
from server.core.limits import limiter

OFTEN = "60 per minute"  # each change reads and publishes the agenda

blueprint = Blueprint("corrections", __name__, description="What the owner of a conference sets right by hand.")


@blueprint.get("/api/conferences/<uuid:conference_id>/corrections")
@blueprint.arguments(CorrectionsQuerySchema, location="query")
@blueprint.response(200, CorrectionsSchema)
@signed_in
def list_corrections(query: dict[str, Any], conference_id: object) -> Response:
    """List what was set by hand in one's own conference, or in one item or person of it."""
    subject = str(query["subject"]) if "subject" in query else None
    return reply({"corrections": correcting.listed(str(conference_id), who.current_user_id(), subject)})


@blueprint.patch("/api/conferences/<uuid:conference_id>/items/<uuid:item_id>")
@blueprint.arguments(CorrectItemSchema)
@blueprint.response(200, CorrectedSchema)
@limiter.limit(OFTEN)
@signed_in
def correct_item(changes: dict[str, Any], conference_id: object, item_id: object) -> Response:
    """Set fields of an item by hand, over whatever later files say; null goes back to the file."""
    if changes.get("people") is not None:
        changes["people"] = [{name: str(value) for name, value in one.items()} for one in changes["people"]]
    return _changed(conference_id, item_id, lambda agenda, by: hand.item(agenda, str(item_id), changes, by))


@blueprint.patch("/api/conferences/<uuid:conference_id>/persons/<uuid:person_id>")
@blueprint.arguments(CorrectPersonSchema)
@blueprint.response(200, CorrectedSchema)
@limiter.limit(OFTEN)
@signed_in
def correct_person(changes: dict[str, Any], conference_id: object, person_id: object) -> Response:
    """Set name, degrees or affiliation of a person by hand; null goes back to the file."""
    return _changed(conference_id, person_id, lambda agenda, by: hand.person(agenda, str(person_id), changes, by))


@blueprint.post("/api/conferences/<uuid:conference_id>/persons/<uuid:person_id>/merge")
@blueprint.arguments(MergeSchema)
@blueprint.response(200, CorrectedSchema)
@limiter.limit(OFTEN)
@signed_in
def merge_person(wanted: dict[str, Any], conference_id: object, person_id: object) -> Response:
    """Say that a person is the same as another; later files keep to it. Null makes them two again."""
    into = str(wanted["into"]) if wanted["into"] else None
    return _changed(conference_id, person_id, lambda agenda, by: hand.merge(agenda, str(person_id), into, by))


@blueprint.post("/api/conferences/<uuid:conference_id>/persons/<uuid:person_id>/keep-apart")
@blueprint.arguments(KeepApartSchema)
@blueprint.response(200, CorrectedSchema)
@limiter.limit(OFTEN)
@signed_in
def keep_person_apart(wanted: dict[str, Any], conference_id: object, person_id: object) -> Response:
    """Say that a person is not the same as another; no later file makes them one."""
    other, apart = str(wanted["other"]), wanted["apart"]
    return _changed(
        conference_id, person_id, lambda agenda, by: hand.keep_apart(agenda, str(person_id), other, by, apart=apart)
    )


def _changed(conference_id: object, subject: object, edit: Callable[[Agenda, By], Agenda]) -> Response:
    by = By(who.current_user_id(), clock.now())
    return reply(correcting.change(str(conference_id), str(subject), by, lambda agenda: edit(agenda, by)))
