"""The addresses that conferences came from, over HTTP (docs/agenda.md, section 11)."""

from flask import Response
from flask.globals import app_ctx

from server.accounts import who
from server.agenda import refreshing, repeats, sources
from server.agenda.diff import Diff
from server.agenda.importers.counts import Counts
from server.agenda.refreshing import Look
from server.agenda.reports import Report
from server.agenda.routes import policy, streamed
from server.agenda.schemas import SourcesSchema
from server.agenda.service import Progress
from server.agenda.working import Work
from server.core import clock
from server.core.access import signed_in
from server.core.api import Blueprint, reply
from server.core.limits import limiter

blueprint = Blueprint("agenda_sources", __name__, description="Addresses that conferences came from.")


@blueprint.get("/api/sources")
@blueprint.response(200, SourcesSchema)
@signed_in
def list_sources() -> Response:
    """List where one's own conferences came from, and what came of the last look there."""
    return reply({"sources": sources.shown(who.current_user_id())})


@blueprint.post("/api/conferences/<uuid:conference_id>/refresh")
@blueprint.response(200, description="Lines of JSON: stage, done, total; the last is the report, or a problem")
@limiter.limit("20 per hour")
@signed_in
def refresh_conference(conference_id: object) -> Response:
    """Look at the address of one's own conference again and take over what changed."""
    source = sources.find(str(conference_id), who.current_user_id())
    allowed = policy()

    def task(tell: Progress) -> Report:
        return _report(refreshing.look(source, allowed, clock.now(), tell))

    return streamed(Work(app_ctx.app, task))


def _report(look: Look) -> Report:
    """Return the report; where nothing had to be read, that of the last file with everything unchanged."""
    nothing = Report(look.source.slug, look.source.format, Counts(0, 0, 0, 0, 0), Diff(), (), 0)
    return look.report or repeats.last(look.source.conference_id) or nothing
