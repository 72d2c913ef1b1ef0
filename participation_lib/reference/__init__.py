"""Packaged reference data (YAML) and the one way to read it."""

from participation_lib.reference.loading import load

__all__ = ["load"]
