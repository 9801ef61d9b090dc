"""Which shape of records this server speaks; phones compare it with their own (docs/sync.md)."""

SCHEMA = 1  # the newest shape, sent to phones in every session body
MIN_SCHEMA = 1  # the oldest one still taken; older phones get 426 and keep their outbox
