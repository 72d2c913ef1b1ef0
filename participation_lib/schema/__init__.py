"""The tables and values passed from step to step and stored, with their checks.

Many things of one kind travel as pandas frames (contributions, ideas); few things travel
as frozen dataclasses (themes, decisions, statements). Each frame has its columns written
once here and is checked when it crosses from one step to the next.
"""

from participation_lib.schema.batches import *  # noqa: F403
from participation_lib.schema.decisions import *  # noqa: F403
from participation_lib.schema.edits import *  # noqa: F403
from participation_lib.schema.protection import *  # noqa: F403
from participation_lib.schema.tables import *  # noqa: F403
from participation_lib.schema.values import *  # noqa: F403
