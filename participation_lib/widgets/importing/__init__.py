"""Panels where files are chosen, looked at and corrected, and post-its typed."""
