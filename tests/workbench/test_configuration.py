"""Settings of JupyterLab and Voilà: valid, in French, and asking nothing of the outside."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from traitlets.config import PyFileConfigLoader

from participation_lib.workbench.launch import CONFIGURATION
from participation_lib.workbench.lifetime import STARTED_BY_US
from participation_lib.workbench.saving import strip_results

SETTINGS = CONFIGURATION.parent / "settings"
TEMPLATE = CONFIGURATION.parents[1] / "share" / "jupyter" / "voila" / "templates" / "participation"


@pytest.fixture
def configuration(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.delenv(STARTED_BY_US, raising=False)
    monkeypatch.setenv("JUPYTER_PATH", "")
    return PyFileConfigLoader(str(CONFIGURATION)).load_config()


def notebook() -> dict[str, Any]:
    output = {"output_type": "stream", "name": "stdout", "text": "mots d'une personne"}
    code = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "source": "1",
        "outputs": [output],
        "execution_count": 1,
    }
    return {
        "type": "notebook",
        "format": "json",
        "content": {"cells": [code], "metadata": {"widgets": {}}, "nbformat": 4, "nbformat_minor": 5},
    }


def test_nothing_is_asked_of_the_outside(configuration: Any) -> None:
    assert configuration.ServerApp.ip == "127.0.0.1"
    assert configuration.LabApp.news_url is None
    assert configuration.LabApp.extension_manager == "readonly"
    settings = configuration.ServerApp.tornado_settings
    assert settings["mathjax_url"].startswith("/")
    assert settings["websocket_max_message_size"] == 500 * 2**20
    assert "http" not in (TEMPLATE / "index.html.j2").read_text(encoding="utf-8").replace("http-equiv", "")


def test_names_of_settings_are_ones_that_jupyter_knows(configuration: Any) -> None:
    from jupyter_server.serverapp import ServerApp
    from jupyter_server.services.contents.manager import ContentsManager
    from jupyter_server.services.kernels.kernelmanager import MappingKernelManager
    from jupyterlab.labapp import LabApp
    from nbconvert.exporters import (
        ASCIIDocExporter,
        HTMLExporter,
        LatexExporter,
        MarkdownExporter,
        RSTExporter,
        ScriptExporter,
    )
    from voila.configuration import VoilaConfiguration
    from voila.execute import VoilaExecutor

    known = (ServerApp, LabApp, ContentsManager, MappingKernelManager, VoilaConfiguration, VoilaExecutor)
    known += (ASCIIDocExporter, HTMLExporter, LatexExporter, MarkdownExporter, RSTExporter, ScriptExporter)
    classes = {its_class.__name__: its_class for its_class in known}
    for section, values in configuration.items():
        assert set(values) <= set(classes[section].class_traits(config=True)), section


def test_only_our_documents_are_offered_for_export(configuration: Any) -> None:
    from nbconvert.exporters import get_export_names

    never_shown = {"custom", "notebook", "python"}  # by JupyterLab itself
    ours = {f"compte_rendu_{name}" for name in ("html", "odt", "pdf", "word")}
    assert set(get_export_names(configuration)) - never_shown == ours


def test_settings_of_the_page_exist_in_this_jupyterlab() -> None:
    import sys

    overrides = json.loads((SETTINGS / "overrides.json").read_text(encoding="utf-8"))
    schemas = Path(sys.prefix, "share", "jupyter", "lab", "schemas")
    for name, values in overrides.items():
        package, plugin = name.split(":")
        schema = json.loads((schemas / package / f"{plugin}.json").read_text(encoding="utf-8"))
        assert set(values) - {"toolbar"} <= set(schema["properties"]), name
    assert overrides["@jupyterlab/translation-extension:plugin"]["locale"] == "fr_FR"
    assert isinstance(json.loads((SETTINGS / "page_config.json").read_text(encoding="utf-8")), dict)


def test_our_page_is_found_wherever_the_package_is(configuration: Any) -> None:
    from voila.paths import collect_template_paths

    assert os.environ["JUPYTER_PATH"].split(os.pathsep)[0] == str(TEMPLATE.parents[2])
    assert str(TEMPLATE) in collect_template_paths(["voila", "nbconvert"], configuration.VoilaConfiguration.template)


@pytest.mark.parametrize(
    ("minutes", "n_pages", "state", "stopped"),
    [
        pytest.param(31, 0, "idle", True, id="left"),
        pytest.param(29, 0, "idle", False, id="left-a-moment-ago"),
        pytest.param(60 * 24, 1, "idle", False, id="still-open"),
        pytest.param(60 * 24, 0, "busy", False, id="at-work"),
    ],
)
def test_a_kernel_that_no_page_uses_any_more_is_stopped(
    configuration: Any, minutes: int, n_pages: int, state: str, stopped: bool
) -> None:
    from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

    manager = AsyncMappingKernelManager(config=configuration)
    kernel = SimpleNamespace(
        kernel_name="python3",
        kernel_spec=SimpleNamespace(metadata={}),
        execution_state=state,
        last_activity=datetime.now(UTC) - timedelta(minutes=minutes),
    )
    manager._kernels = {"a": kernel}
    manager._kernel_connections = {"a": n_pages}
    ended: list[str] = []
    manager.shutdown_kernel = ended.append
    asyncio.run(manager.cull_kernels())
    assert ended == ["a"] * stopped


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("notebooks/00_visite_guidee.ipynb", False),
        ("/notebooks/a/b.ipynb", False),
        ("exports/note.ipynb", True),
        ("exports/notebooks/note.ipynb", True),
        ("note.ipynb", True),
    ],
)
def test_results_are_kept_in_exports_and_nowhere_else(path: str, kept: bool) -> None:
    model = notebook()
    strip_results(model, path)
    assert bool(model["content"]["cells"][0]["outputs"]) is kept
    assert ("widgets" in model["content"]["metadata"]) is kept


def test_other_files_are_left_alone() -> None:
    model = {"type": "file", "content": "texte"}
    strip_results(model, "notebooks/a.txt")
    assert model == {"type": "file", "content": "texte"}
    strip_results({"type": "notebook", "content": None}, "notebooks/a.ipynb")


# traitlets validates the setting twice, and Jupyter warns that ours replaces ours.
@pytest.mark.filterwarnings("ignore:Overriding existing pre_save_hook:UserWarning")
def test_saving_from_jupyterlab_goes_through_it(configuration: Any, tmp_path: Path) -> None:
    from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

    for name in ("notebooks", "exports"):
        (tmp_path / name).mkdir()
    manager = AsyncLargeFileManager(config=configuration, root_dir=str(tmp_path))
    for name in ("notebooks", "exports"):
        asyncio.run(manager.save(notebook(), f"{name}/essai.ipynb"))
    manager.notary.store.close()
    saved = {name: (tmp_path / name / "essai.ipynb").read_text(encoding="utf-8") for name in ("notebooks", "exports")}
    assert "mots d'une personne" not in saved["notebooks"]
    assert "mots d'une personne" in saved["exports"]
