"""Panels for framing a démarche, choosing its methods, preparing and animating a session."""
