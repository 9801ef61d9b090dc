"""The HTTP contract: blueprints with schemas, OpenAPI 3.1, and every error as problem details (RFC 9457)."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NoReturn

import flask_smorest
from flask import Flask, Response, current_app, g
from marshmallow import Schema, ValidationError, fields
from sqlalchemy.exc import InternalError, OperationalError
from webargs import core as webargs
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from server.core import problems, strict_json
from server.core.access import public
from server.core.problems import Problem, pointer_errors

PROBLEM_JSON = "application/problem+json"
BY_STATUS = {
    404: problems.NotFound,
    405: problems.WrongMethod,
    413: problems.TooLarge,
    415: problems.WrongMediaType,
    429: problems.TooMany,
}


class PlaceOfFault(Schema):
    """One fault and where it is."""

    pointer = fields.String(required=True, metadata={"description": "JSON pointer (RFC 6901) into the request"})
    detail = fields.String(required=True)


class ProblemSchema(Schema):
    """RFC 9457 problem details; documentation only."""

    type = fields.String(required=True, metadata={"description": "relative address of the problem's page"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String()
    instance = fields.String(metadata={"description": "finds the line in the server's log"})
    errors = fields.List(fields.Nested(PlaceOfFault))


def body_of(req: Any) -> bytes:
    """Return the body as it was sent; raise TooLarge.

    A body with a length is refused by that; one in chunks without any is cut off by werkzeug where the limit ends.
    """
    data: bytes = req.get_data(cache=True)
    most = req.max_content_length
    if req.content_length is None and most is not None and len(data) >= most:
        raise problems.TooLarge(f"It takes at most {most} bytes.")
    return data


class Parser(FlaskParser):
    """Reads arguments through our strict JSON and raises our problems."""

    def _raw_load_json(self, req: Any) -> Any:
        return strict_json.loads(body_of(req)) if req.is_json else webargs.missing

    def _get_schema(self, argmap: Any, req: Any) -> Schema:
        return _schema(argmap) if isinstance(argmap, type) else super()._get_schema(argmap, req)

    def handle_error(
        self, error: ValidationError, req: Any, schema: Schema, *, error_status_code: Any, error_headers: Any
    ) -> NoReturn:
        """Raise Invalid with a pointer for each fault."""
        raise problems.Invalid(errors=pointer_errors(_below_location(error.messages)))


@cache
def _schema(schema: type[Schema]) -> Schema:
    return schema()  # loading keeps nothing in it, so one serves every request


def _below_location(messages: Any) -> Any:
    # webargs puts everything under the place it was read from ("json"), which is no part of the pointer
    if isinstance(messages, dict) and len(messages) == 1:
        return next(iter(messages.values()))
    return messages


class Blueprint(flask_smorest.Blueprint):
    """A feature's routes, with our parser."""

    ARGUMENTS_PARSER = Parser()


class Api(flask_smorest.Api):
    """OpenAPI and the error shape of the whole application."""

    ERROR_SCHEMA = ProblemSchema

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Answer werkzeug's own errors as problems."""
        kind = BY_STATUS.get(error.code or 500)
        if kind is None:
            kind = problems.Broken if (error.code or 500) >= 500 else problems.Malformed
        allowed = error.valid_methods if isinstance(error, MethodNotAllowed) else None
        return answer(kind(headers={"Allow": ", ".join(allowed)} if allowed else {}))


def make_api(app: Flask) -> Api:
    """Return the Api, with every kind of failure answered as a problem."""
    app.config.update(API_TITLE="Hallway", API_VERSION="1", OPENAPI_VERSION="3.1.0")
    api = Api(app)
    app.register_error_handler(Problem, answer)
    app.register_error_handler(OperationalError, _answer_database)
    app.register_error_handler(InternalError, _answer_database)
    return api


def publish_contract(app: Flask, api: Api) -> None:
    """Serve the OpenAPI document of every route registered so far; it is made once."""
    contract = strict_json.dumps(contract_of(api))

    @app.get("/api/openapi.json")
    @public
    def show_contract() -> Response:
        """Answer with the OpenAPI document."""
        return Response(contract, content_type="application/json")


def contract_of(api: Api) -> dict[str, Any]:
    """Return the OpenAPI document, in which every error says that it is problem details."""
    document: dict[str, Any] = api.spec.to_dict()
    for response in _responses(document):
        content = response.get("content", {})
        if "application/json" in content and _is_problem(content["application/json"].get("schema")):
            content[PROBLEM_JSON] = content.pop("application/json")
    return document


def _responses(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from document.get("components", {}).get("responses", {}).values()
    for path in document["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict):
                yield from operation.get("responses", {}).values()


def _is_problem(schema: Any) -> bool:
    return isinstance(schema, dict) and str(schema.get("$ref", "")).endswith("/Problem")


def answer(problem: Problem) -> Response:
    """Return the answer for a problem; `instance` is the request's id."""
    body = problem.as_dict(f"/requests/{g.request_id}" if "request_id" in g else None)
    response = Response(strict_json.dumps(body), problem.status, content_type=PROBLEM_JSON)
    response.headers.update(problem.headers)
    return response


def reply(value: Any, status: int = 200) -> Response:
    """Return a JSON answer made without a schema, for hot reads whose contract is documented beside the view."""
    return Response(strict_json.dumps(value), status, content_type="application/json")


# Primary result codes of SQLite that pass or that an operator can mend: busy, locked, read-only, I/O, full, no file.
SQLITE_PASSING = {5, 6, 8, 10, 13, 14}
POSTGRESQL_READ_ONLY = "25006"  # a stand-by, or a disk that filled up; psycopg calls it an internal error


def _answer_database(fault: OperationalError | InternalError) -> Response:
    """Answer 503 where the database cannot take it now; nothing was written. Anything else is a fault of ours."""
    code = getattr(fault.orig, "sqlite_errorcode", None)
    internal = isinstance(fault, InternalError) and getattr(fault.orig, "sqlstate", None) != POSTGRESQL_READ_ONLY
    if internal or (code is not None and code & 0xFF not in SQLITE_PASSING):  # such as a missing table
        current_app.logger.error("database fault", exc_info=fault)
        return answer(problems.Broken())
    current_app.logger.warning("database refused: %s", type(fault.orig).__name__)
    return answer(problems.Busy())
