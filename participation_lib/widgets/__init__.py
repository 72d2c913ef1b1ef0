"""Panels for notebooks: they show, and pass on what is clicked; they compute nothing."""

from participation_lib.widgets.guided_tour import GuidedTour

__all__ = ["GuidedTour"]
