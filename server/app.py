"""`create_app()`: the only module that knows every feature."""

import gc

import orjson
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from server import config
from server.accounts import feature as accounts
from server.agenda import feature as agenda
from server.badges import feature as badges
from server.calendar import feature as calendar
from server.config import Settings
from server.contacts import feature as contacts
from server.core import layouts, strict_json
from server.core.access import refuse_unmarked
from server.core.api import make_api, publish_contract
from server.core.db import db, prepare_engine
from server.core.lean import LeanFlask
from server.core.strict_json import StrictJSON
from server.drafts import feature as drafts
from server.followups import feature as followups
from server.leaving import feature as leaving
from server.planning import feature as planning
from server.push import feature as push
from server.pwa import feature as pwa
from server.sync import feature as sync
from server.tracker import feature as tracker

# Order is the order of the layers, lowest first; each registers its routes, its kinds and its reactions.
# The wire comes after the kinds it is made of.
FEATURES = (
    *(accounts, agenda, badges, contacts, drafts, followups, planning, sync),
    *(calendar, leaving, tracker, push, pwa),
)

# An import makes hundreds of thousands of objects that stay; looking through them again and again took a tenth of it.
COLLECT_SELDOM = (50_000, 20, 50)

MOST_BODY = 1_000_000  # bytes as sent; routes that take files say more


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application; refuses to start with a bad setting or with a view that does not say who may call it."""
    settings = settings or config.load()
    gc.set_threshold(*COLLECT_SELDOM)
    app = LeanFlask("hallway", static_folder=None)
    app.config.update(
        HALLWAY=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=MOST_BODY,
        SQLALCHEMY_ENGINE_OPTIONS={
            "hide_parameters": True,  # an error text must not carry what a student wrote
            "json_serializer": strict_json.text,
            "json_deserializer": orjson.loads,
        },
    )
    app.json = StrictJSON(app)
    if settings.proxies:
        hops = settings.proxies
        # Host is never taken from a header: absolute addresses come from HALLWAY_URL alone.
        vars(app)["wsgi_app"] = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)
    db.init_app(app)
    layouts.prepare(app)
    with app.app_context():
        prepare_engine(db.engine)
    api = make_api(app)
    for feature in FEATURES:
        feature.register(app, api)
    publish_contract(app, api)
    refuse_unmarked(app)
    return app
