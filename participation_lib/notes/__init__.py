"""The documents: one note, every format."""
