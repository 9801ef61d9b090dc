"""Registers the wire, and the routes of every kind that the features before it have registered."""

from flask import Flask

from server.core.api import Api
from server.sync import registry, rest
from server.sync.blob_routes import blueprint as blobs
from server.sync.device_routes import blueprint as devices
from server.sync.fields import change_schema
from server.sync.history_routes import blueprint as history
from server.sync.routes import blueprint


def register(app: Flask, api: Api) -> None:
    """Register the routes; what a mutation's `set` holds for each kind is documented beside them."""
    api.register_blueprint(blueprint)
    api.register_blueprint(blobs)
    api.register_blueprint(history)
    api.register_blueprint(devices)
    for kind in registry.kinds():
        change = change_schema(kind.schema)
        api.spec.components.schema(change.__name__, schema=change)
        api.register_blueprint(rest.blueprint_of(kind))
