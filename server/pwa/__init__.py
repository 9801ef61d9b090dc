"""Serves the built web app: the shell, its assets, the problem pages, health."""
