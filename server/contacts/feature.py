"""Says what of contacts is synced."""

from flask import Flask

from server.contacts import forgetting
from server.contacts.models import Contact, Note
from server.contacts.routes import blueprint
from server.contacts.schemas import ContactSchema, NoteSchema
from server.core import revoked
from server.core.api import Api
from server.sync import registry
from server.sync.registry import Kind, Limits

CONTACT = Kind(
    "contact",
    Contact,
    ContactSchema,
    plural="contacts",
    limits=Limits(rows=20_000),
    needs=(("name", "given_name", "family_name", "emails", "phones", "urls"),),
)
NOTE = Kind("note", Note, NoteSchema, plural="notes", limits=Limits(rows=50_000), needs=(("contact",),))


def register(app: Flask, api: Api) -> None:
    """Register the kinds, and what may be done to a person beyond them."""
    registry.register(CONTACT)
    registry.register(NOTE)
    revoked.on_restore(forgetting.ROWS, forgetting.forget_again)
    api.register_blueprint(blueprint)
