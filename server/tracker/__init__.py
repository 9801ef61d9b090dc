"""The tracker: everyone a student writes to as one table, out and in again."""
