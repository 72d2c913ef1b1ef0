"""Notebooks as they are shipped: clean, short, and running from top to bottom."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
Gestures = tuple[tuple[str, str | None], ...]
ON_PANEL = "application/vnd.jupyter.widget-view+json"


def code_lines(cell: Any) -> list[str]:
    lines = [line.strip() for line in cell.source.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> Any:
    return nbformat.read(request.param, as_version=4)


def test_there_is_one_to_begin_with() -> None:
    assert (ROOT / "notebooks" / "00_visite_guidee.ipynb") in NOTEBOOKS


def test_it_is_valid_and_holds_no_result(notebook: Any) -> None:
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
            assert cell.metadata.jupyter.source_hidden
    assert "widgets" not in notebook.metadata
    assert notebook.metadata.title


def test_cells_are_short_and_keep_their_names(notebook: Any) -> None:
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.id for cell in codes] == [f"etape-{number}" for number in range(1, len(codes) + 1)]
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    for cell in codes:
        assert 1 <= len(code_lines(cell)) <= 3
        assert cell.source.startswith("# "), "une phrase pour qui verrait le code"


def test_each_step_is_introduced_with_french_spaces(notebook: Any) -> None:
    for before, cell in zip(notebook.cells, notebook.cells[1:], strict=False):
        if cell.cell_type == "code":
            assert before.cell_type == "markdown"
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert not re.search(r"« |[ ][»:;?!]|\w'\w", cell.source)


# For each notebook, what is done once it has run, and what each line then prints.
TOUR: Gestures = (
    ("visite.choice_panel.start_button.click()", None),
    ("visite.export_panel.buttons['docx'].click()", None),
    (
        "print(visite.choice_panel.live.message, visite.choice_panel.live.problem)",
        r"Synthèse terminée.*plus bas\.",
    ),
    ("print(visite.export_panel.live.problem)", ""),
)
REVIEW: Gestures = (
    ("panneau = relecture.choice_panel\npanneau.author.value = 'CM'\npanneau.new.start_button.click()", None),
    ("print(panneau.live.problem, panneau.new.live.problem)", ""),
    (
        (
            "liste = relecture.review.panel('themes').list\nthemes = [ligne['id'] for ligne in liste.state['rows']]\n"
            "avant = relecture.review.frame.state['counts']\nprint(avant)"
        ),
        r"\d+ idées\s: \d+ classées, \d+ non classées?, 0 écartée",
    ),
    (
        (
            "liste._handle_custom_msg({'op': 'rename', 'theme_id': themes[0], 'label': 'À moi'}, [])\n"
            "print(relecture.review.live.message)"
        ),
        r"Thème renommé en «\sÀ moi\s»\.",
    ),
    (
        (
            "liste._handle_custom_msg({'op': 'merge', 'theme_id': themes[1], 'into_id': themes[0]}, [])\n"
            "print(len(liste.state['rows']) - len(themes))"
        ),
        "-1",
    ),
    (
        (
            "relecture.review.frame._handle_custom_msg({'op': 'undo'}, [])\n"
            "print(len(liste.state['rows']) - len(themes), liste.state['rows'][0]['label'])"
        ),
        "0 À moi",
    ),
    (
        (
            "panneau.change_button.click()\npanneau.open_button.click()\n"
            "relecture.review.show('historique')\n"
            "print(relecture.review.panel('historique').lines.state['position'], relecture.review.live.problem)"
        ),
        "4 décisions",
    ),
)
OPENING = "panneau.author.value = 'CM'\npanneau.new.start_button.click()"
WRITING: Gestures = (
    (f"panneau = redaction.choice_panel\n{OPENING}", None),
    ("print(panneau.live.problem, panneau.new.live.problem, redaction.live.problem)", ""),
    (
        (
            "liste = redaction.panel.list\nphrase = liste.state['sections'][0]['sentences'][0]['statement_id']\n"
            "liste._handle_custom_msg({'op': 'rewrite', 'id': phrase, 'text': 'Mes mots.'}, [])\n"
            "print(liste.state['sections'][0]['sentences'][0]['text'], redaction.live.message)"
        ),
        r"Mes mots\. Phrase enregistrée\.",
    ),
)
EXPORT: Gestures = (
    (f"panneau = export.choice_panel\n{OPENING}", None),
    ("print(panneau.live.problem, panneau.new.live.problem, export.live.problem)", ""),
    ("export.panel.version.value = 'interne'\nexport.panel.button.click()", None),
    ("print(export.live.problem, export.live.message)", r"2 documents créés\."),
)
SESSION: Gestures = (
    (
        (
            "panneau = seance.choice_panel\npanneau.title.value = 'Nature'\npanneau.dossier_name.value = 'Nature'\n"
            "panneau.start_button.click()"
        ),
        None,
    ),
    ("seance.panels[2].button.click()\nprint(seance.panels[2].links.documents[0]['name'])", r"deroule\.pdf"),
    ("print(panneau.live.problem)", ""),
)
ROOM: Gestures = (("print(salle.choice_panel.live.problem)", ""),)
FRAMING: Gestures = (
    ("cadrage.author.value = 'CM'\ncadrage.name.value = 'Plan vélo'\ncadrage.start_button.click()", None),
    ("print(cadrage.choice_live.problem)", ""),
    (
        (
            "formulaire = cadrage.panel.form\n"
            "formulaire._handle_custom_msg({'op': 'answer', 'name': 'deja_prise', 'value': 'oui'}, [])\n"
            "formulaire._handle_custom_msg({'op': 'answer', 'name': 'niveau', 'value': 'concerter'}, [])\n"
            "print(formulaire.state['light'], [signale['id'] for signale in formulaire.state['warnings']])"
        ),
        r"rouge \['deja_decide'\]",
    ),
)
METHODS: Gestures = (
    ("methodes.intention.value = 'prioriser'\nmethodes.export.button.click()", None),
    ("print(methodes.live.problem, methodes.sheet_live.problem, methodes.sheet_live.message)", r"1 document créé\."),
)
IMPORT: Gestures = (
    ("from pathlib import Path\nprint(importer.choose(Path('../data/exemples/pleniere_nature.csv')))", "True"),
    ("importer.author.value = 'CM'\nimporter.create_button.click()\nimporter.export.button.click()", None),
    ("print(importer.live.problem, importer.report_live.problem, importer.live.message)", r"Dossier .* créé.*"),
    ("importer.typing_panel.name.value = 'Plénière'\nimporter.typing_panel.start_button.click()", None),
    ("print(importer.typing_panel.live.problem, importer.typing_panel.screen.state['notes'])", r"\[\]"),
)
WRITTEN: dict[str, tuple[Gestures, str]] = {
    "00_visite_guidee": (TOUR, "exports/pleniere_nature/synthese.docx"),
    "01_importer": (IMPORT, "data/dossiers/Pleniere nature/exports/rapport_import/rapport_import.pdf"),
    "02_relire": (REVIEW, "data/dossiers/Pleniere nature/dossier.sqlite"),
    "03_rediger": (WRITING, "data/dossiers/Pleniere nature/dossier.sqlite"),
    "12_preparer_la_seance": (SESSION, "data/dossiers/Nature/seances/nature/exports/deroule.pdf"),
    "13_projeter": (ROOM, "data/exemples/pleniere_nature.csv"),
    "10_cadrer": (FRAMING, "data/dossiers/Plan vélo/dossier.sqlite"),
    "11_choisir_les_methodes": (METHODS, "exports/methodes/vote_gommettes/vote_gommettes.pdf"),
    "04_exporter": (EXPORT, "data/dossiers/Pleniere nature/exports/synthese_pleniere/synthese_pleniere.docx"),
}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_on_the_example_and_shows_its_panels(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = nbformat.read(path, as_version=4)
    gestures, written = WRITTEN[path.stem]
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    shutil.copytree(ROOT / "data" / "exemples", tmp_path / "data" / "exemples")
    (tmp_path / "notebooks").mkdir()
    steps = [cell for cell in notebook.cells if cell.cell_type == "code"]
    notebook.cells += [nbformat.v4.new_code_cell(source) for source, _ in gestures]
    resources = {"metadata": {"path": str(tmp_path / "notebooks")}}
    # The kernel is another Python: it must not treat warnings of its own libraries as errors.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    NotebookClient(notebook, timeout=600, startup_timeout=600, kernel_name="python3", resources=resources).execute(
        env=environment
    )
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error"]
    for cell in steps:
        assert any(ON_PANEL in output.get("data", {}) for output in cell.outputs), cell.id
    for cell, (_, expected) in zip(notebook.cells[-len(gestures) :], gestures, strict=True):
        said = "".join(output.get("text", "") for output in cell.outputs).strip()
        assert re.fullmatch(expected or "", said), cell.source
    assert (tmp_path / written).is_file()
