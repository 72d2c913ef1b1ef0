"""Panels where a démarche is framed and its methods are chosen."""
