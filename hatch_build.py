"""Choose what the wheel ships besides the package: notebooks, examples, Jupyter files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WORKSPACE = "participation_lib/_workspace"
JUPYTER_FILES = "participation_lib/workbench/share"


class WorkspaceHook(BuildHookInterface):
    """Add the workspace to a real wheel; an editable install already has it beside the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if version == "standard":
            for folder in ("notebooks", "data/exemples"):
                for file in self._visible_files(root / folder):
                    relative = file.relative_to(root).as_posix()
                    build_data["force_include"][relative] = f"{WORKSPACE}/{relative}"
        if (root / JUPYTER_FILES).is_dir():
            build_data["shared_data"][JUPYTER_FILES] = "share"

    @staticmethod
    def _visible_files(folder: Path) -> list[Path]:
        """List the files of a folder, without checkpoints and other hidden ones."""
        return sorted(
            file
            for file in folder.rglob("*")
            if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts)
        )
