"""The agenda: conferences, their sessions, posters and people; shared, read-mostly, immutable per version."""
