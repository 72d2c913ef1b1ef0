"""What every test in a real browser shares: a visitor who cannot go out, servers, and accessibility rules."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pytest

from participation_lib.chain import open_from_files
from participation_lib.workbench.launch import Server, running_server
from participation_lib.workbench.workspace import Workspace, prepare_workspace

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LOCAL = re.compile(r"^(https?|wss?)://(127\.0\.0\.1|localhost)[:/]|^(data|blob|about):")
BROKEN_RULES = """async () => {
    const options = { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } };
    const { violations } = await axe.run(document, options);
    return violations.flatMap(rule => rule.nodes.map(node =>
        `${rule.id} (${rule.impact}): ${node.target} ${node.failureSummary}\n${node.html}`));
}"""
PATIENCE = 300_000  # milliseconds; a loaded machine is slow, and a failure says what it waited for


@dataclass
class Visitor:
    """A page, what it asked of the outside (refused), and what failed in it."""

    page: Any
    outside: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")  # not longer: as long as playwright lives, no other event loop can run
def browser() -> Iterator[Any]:
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("Chromium est absent : les essais dans un vrai navigateur sont omis")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright est absent")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(browser: Any) -> Iterator[Visitor]:
    context = browser.new_context(locale="fr-FR", viewport={"width": 1366, "height": 768}, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    found = Visitor(context.new_page())

    def sort(route: Any) -> None:
        if LOCAL.match(route.request.url):
            route.continue_()
        else:
            found.outside.append(route.request.url)
            route.abort()

    context.route("**/*", sort)
    found.page.on("websocket", lambda ws: None if LOCAL.match(ws.url) else found.outside.append(ws.url))
    found.page.on("pageerror", lambda error: found.failed.append(str(error)))
    found.page.on("response", lambda answer: found.failed.append(answer.url) if answer.status >= 400 else None)
    yield found
    context.close()


@pytest.fixture(scope="session")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all working folders are, one for each test."""
    return tmp_path_factory.mktemp("ateliers")


@pytest.fixture
def workspace(workspaces: Path) -> Workspace:
    return prepare_workspace(Path(tempfile.mkdtemp(dir=workspaces)))


@pytest.fixture(scope="session")
def server(workspaces: Path) -> Iterator[Server]:
    """The workbench, started once for all the tests that need no more than its Voilà."""
    with running_server(prepare_workspace(workspaces)) as running:
        yield running


@pytest.fixture
def running_voila(
    workspace: Workspace, workspaces: Path, server: Server, visitor: Visitor
) -> Callable[[str], AbstractContextManager[str]]:
    """Give what runs a notebook of the working folder as the workbench shows it, and says its address."""

    @contextmanager
    def run(notebook: str) -> Iterator[str]:
        page, token = visitor.page, f"token={server.token}"
        page.request.get(f"{server.base_url}/lab?{token}")  # where she comes from, which opens the door
        place = (workspace.folder / notebook).relative_to(workspaces)
        try:
            yield f"{server.base_url}/voila/render/{place.as_posix()}?{token}"
        finally:
            page.goto("about:blank")

    return run


@pytest.fixture(scope="session")
def plenary_dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled plenary as a dossier, closed; copied before it is written in."""
    folder = tmp_path_factory.mktemp("demarches") / "pleniere"
    open_from_files(folder, [ROOT / "data/exemples/pleniere_nature.csv"]).close()
    return folder


@pytest.fixture
def running_review(
    workspace: Workspace,
    plenary_dossier: Path,
    running_voila: Callable[[str], AbstractContextManager[str]],
) -> Callable[[str], AbstractContextManager[str]]:
    """Give what runs Voilà on the review of the plenary, open at a panel, and says its address."""

    def run(panel: str) -> AbstractContextManager[str]:
        shutil.copytree(plenary_dossier, workspace.folder / "dossier")
        code = "\n".join(
            [
                "from pathlib import Path",
                "from participation_lib.dossier import open_dossier",
                "from participation_lib.review.desk import ReviewDesk",
                "from participation_lib.widgets.review.workspace import ReviewWorkspace",
                "review = ReviewWorkspace(ReviewDesk(open_dossier(Path('dossier')), author='Léa'))",
                f"review.show({panel!r})",
                "review.view",
            ]
        )
        cells = [nbformat.v4.new_markdown_cell("# Relecture\n\n## Panneau"), nbformat.v4.new_code_cell(code)]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
        nbformat.write(notebook, workspace.folder / "essai.ipynb")
        return running_voila("essai.ipynb")

    return run


@pytest.fixture(scope="session")
def barriers() -> Callable[[Any], list[str]]:
    """Give what lists the accessibility rules that a page (or a frame) breaks, as axe-core knows them.

    All its usual rules are applied, good practices included, whatever their level, and the size of
    what is to be clicked (WCAG 2.2). No rule sees everything: an empty list is no proof of accessibility.
    """
    package = pytest.importorskip("axe_playwright_python", reason="axe-core est absent")
    axe = (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")

    def broken_rules(view: Any) -> list[str]:
        if view.evaluate("typeof axe") == "undefined":
            view.evaluate(axe)
        # Rules that hold are left in the page: what is said of each of a thousand cards is slow to bring over.
        found: list[str] = view.evaluate(BROKEN_RULES)
        return found

    return broken_rules
