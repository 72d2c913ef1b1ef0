"""Panels of the review: themes, board, queue, map, search, history."""
