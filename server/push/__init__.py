"""Reminders on a device: one count in the morning, by Web Push."""
