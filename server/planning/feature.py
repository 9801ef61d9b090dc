"""Says what of the plan is synced."""

from flask import Flask

from server.core.api import Api
from server.planning.models import Target
from server.planning.schemas import TargetSchema
from server.sync import registry
from server.sync.registry import Kind, Limits

TARGET = Kind("target", Target, TargetSchema, plural="targets", limits=Limits(rows=50_000), needs=(("item", "person"),))


def register(app: Flask, api: Api) -> None:
    """Register the kind."""
    registry.register(TARGET)
