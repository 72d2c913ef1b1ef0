"""What a person decides about the grouping, and what the tool learns from it."""
