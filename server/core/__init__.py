"""What every feature stands on: database, problems, ids, clock, access. Knows no feature."""
