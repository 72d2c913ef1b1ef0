"""Before and during a démarche: how it is framed, and which methods fit."""
