"""Panels for preparing and animating a session."""
