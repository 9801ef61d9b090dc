"""Hallway: the conference hallway in a student's pocket."""
