"""Photos over HTTP: `PUT` before the change that names one, `GET` for another phone of the same student."""

from flask import Response, request

from server.accounts import who
from server.core import clock
from server.core.access import signed_in
from server.core.api import Blueprint
from server.core.db import write
from server.core.guard import takes
from server.core.limits import limiter
from server.core.problems import NotFound
from server.sync import blobs, pictures

HEX = frozenset("0123456789abcdef")

blueprint = Blueprint("blobs", __name__, url_prefix="/api/blobs", description="Photos kept with a record.")


@blueprint.put("/<string(length=64):sha256>")
@blueprint.response(204)
@limiter.limit("200 per hour")
@signed_in
@takes("image/jpeg", "image/png", "image/webp")
def keep_photo(sha256: str) -> Response:
    """Keep a photo under the SHA-256 of the bytes sent; it is drawn anew, so nothing it carried is kept."""
    user_id = who.current_user_id()
    request.max_content_length = pictures.MOST_BYTES
    data = request.get_data(cache=False)
    blobs.check(sha256, data)
    if not blobs.is_kept(user_id, sha256):
        picture = pictures.redrawn(data)
        with write():
            blobs.keep(user_id, sha256, picture, clock.now())
    return Response(status=204)


@blueprint.get("/<string(length=64):sha256>")
@blueprint.response(200, description="The picture, a JPEG")
@signed_in
def show_photo(sha256: str) -> Response:
    """Return one of the student's own photos."""
    if not HEX.issuperset(sha256):
        raise NotFound
    answer = Response(blobs.get(who.current_user_id(), sha256), content_type=pictures.MIME)
    answer.headers["Content-Disposition"] = "attachment"
    return answer
