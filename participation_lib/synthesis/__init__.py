"""What may be said of the contributions: statements, their wording and their evidence."""
