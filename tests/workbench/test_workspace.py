"""The working folder: ours is brought in, hers is never touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from participation_lib.errors import OutputError
from participation_lib.workbench import workspace
from participation_lib.workbench.workspace import (
    FIRST_NOTEBOOK,
    default_folder,
    prepare_workspace,
    sign_notebooks,
)

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = (ROOT / FIRST_NOTEBOOK).read_text(encoding="utf-8")


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed package: its notebooks and examples are inside it."""
    package = tmp_path / "site-packages" / "participation_lib"
    for name, text in ((FIRST_NOTEBOOK, NOTEBOOK), ("data/exemples/a.csv", "texte\nun\n")):
        file = package / "_workspace" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(workspace, "_package_folder", lambda: package)
    monkeypatch.chdir(tmp_path)
    return package / "_workspace"


def test_from_its_sources_the_project_is_the_working_folder() -> None:
    assert default_folder() == ROOT


def test_installed_it_is_made_in_the_current_folder(shipped: Path, tmp_path: Path) -> None:
    made = prepare_workspace()
    assert made.folder == tmp_path / "atelier"
    assert (made.folder / FIRST_NOTEBOOK).read_text(encoding="utf-8") == NOTEBOOK
    assert (made.folder / "data/exemples/a.csv").is_file()
    assert (made.folder / "exports").is_dir()


def test_started_again_from_inside_it_stays_there(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = prepare_workspace()
    monkeypatch.chdir(made.folder)
    assert prepare_workspace().folder == made.folder
    assert not (made.folder / "atelier").exists()


def test_her_files_are_never_overwritten(shipped: Path, tmp_path: Path) -> None:
    folder = tmp_path / "à moi"
    hers = folder / "data" / "exemples" / "a.csv"
    hers.parent.mkdir(parents=True)
    hers.write_text("le mien", encoding="utf-8")
    (folder / "data" / "avis.csv").write_text("avis", encoding="utf-8")
    made = prepare_workspace(folder)
    assert made.kept == ("data/exemples/a.csv",)
    assert hers.read_text(encoding="utf-8") == "le mien"
    assert (folder / "data" / "avis.csv").read_text(encoding="utf-8") == "avis"


def test_a_newer_version_replaces_only_what_she_has_not_changed(shipped: Path, tmp_path: Path) -> None:
    folder = prepare_workspace().folder
    notebook, example = folder / FIRST_NOTEBOOK, folder / "data/exemples/a.csv"
    example.write_text("changé par elle", encoding="utf-8")
    (shipped / FIRST_NOTEBOOK).write_text(NOTEBOOK + "\n", encoding="utf-8")
    (shipped / "data/exemples/a.csv").write_text("nouveau", encoding="utf-8")
    made = prepare_workspace()
    assert notebook.read_text(encoding="utf-8") == NOTEBOOK + "\n"
    assert example.read_text(encoding="utf-8") == "changé par elle"
    assert made.kept == ("data/exemples/a.csv",)
    assert prepare_workspace().kept == made.kept


def test_an_example_she_deleted_stays_deleted(shipped: Path, tmp_path: Path) -> None:
    folder = prepare_workspace().folder
    (folder / "data/exemples/a.csv").unlink()
    (folder / FIRST_NOTEBOOK).unlink()
    prepare_workspace()
    assert not (folder / "data/exemples/a.csv").exists()
    assert (folder / FIRST_NOTEBOOK).is_file()


def test_a_damaged_list_of_files_is_no_reason_to_overwrite(shipped: Path, tmp_path: Path) -> None:
    folder = prepare_workspace().folder
    (folder / ".jupyter" / "fichiers-fournis.json").write_text("{", encoding="utf-8")
    (folder / FIRST_NOTEBOOK).write_text("à elle", encoding="utf-8")
    assert prepare_workspace().kept == (FIRST_NOTEBOOK,)
    assert (folder / FIRST_NOTEBOOK).read_text(encoding="utf-8") == "à elle"


def test_a_place_that_cannot_be_used_is_said(shipped: Path, tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="est un fichier"):
        prepare_workspace(tmp_path / "fichier")
    with pytest.raises(OutputError, match="ne peut pas être créé"):
        prepare_workspace(tmp_path / "fichier" / "dessous")


def test_our_notebooks_are_signed_and_only_those(shipped: Path, tmp_path: Path) -> None:
    import nbformat
    from nbformat.sign import NotebookNotary

    folder = prepare_workspace().folder
    foreign = folder / "notebooks" / "venu_d_ailleurs.ipynb"
    foreign.write_text(NOTEBOOK.replace("Visite", "Piège"), encoding="utf-8")
    keys = tmp_path / "cles"
    assert sign_notebooks(folder, keys) == 1
    notary = NotebookNotary(data_dir=str(keys))
    try:
        assert notary.check_signature(nbformat.read(folder / FIRST_NOTEBOOK, as_version=4))
        assert not notary.check_signature(nbformat.read(foreign, as_version=4))
    finally:
        notary.store.close()
