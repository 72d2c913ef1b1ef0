"""Panels where documents are written and exported."""
