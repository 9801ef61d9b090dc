"""The people a student met, and what was said."""
