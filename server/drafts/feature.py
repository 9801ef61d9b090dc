"""Says what of drafts is synced."""

from flask import Flask

from server.core.api import Api
from server.drafts.models import Template
from server.drafts.schemas import TemplateSchema
from server.sync import registry
from server.sync.registry import Kind, Limits

TEMPLATE = Kind(
    "template", Template, TemplateSchema, plural="templates", limits=Limits(rows=500), needs=(("purpose",),)
)


def register(app: Flask, api: Api) -> None:
    """Register the kind."""
    registry.register(TEMPLATE)
