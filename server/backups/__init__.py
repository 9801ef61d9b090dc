"""Backup and restore (docs/operations.md): the operator's commands; no route leads here."""
