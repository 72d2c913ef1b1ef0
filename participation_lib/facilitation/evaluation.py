"""What a session was worth: the end questionnaire counted, and a grid of indicators, never one mark.

Answers are counted and forgotten: nobody's questionnaire is kept. A number that bears on fewer
than five people is not told, nor can it be found again from the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from participation_lib.errors import InputError
from participation_lib.reference import load
from participation_lib.themes.naming import fold

__all__ = [
    "FEWEST_PEOPLE",
    "Evaluation",
    "QuestionResult",
    "Results",
    "count_answers",
    "expected_numbers",
    "form_titles",
    "told_result",
]

FEWEST_PEOPLE: Final = 5
OTHERS: Final = "autres réponses"
_LONGEST: Final = 2_000


@dataclass(frozen=True)
class QuestionResult:
    """The answers to one closed question.

    Attributes
    ----------
    counts
        How many people chose each option, in the order of the questionnaire, options that nobody
        chose included; where numbers are small, options are put together under « autres
        réponses ».
    n_answers
        People who answered; 0 where fewer than five did, which are then not counted at all.
    """

    question_id: str
    question: str
    counts: tuple[tuple[str, int], ...]
    n_answers: int


@dataclass(frozen=True)
class Results:
    """The end questionnaire, counted.

    Attributes
    ----------
    n_returned
        Questionnaires that answer one question at least.
    n_blank
        Those that answer none.
    """

    n_returned: int = 0
    n_blank: int = 0
    questions: tuple[QuestionResult, ...] = ()

    def named(self, question_id: str) -> QuestionResult | None:
        """Give the result of a question, None where it was not asked."""
        return next((found for found in self.questions if found.question_id == question_id), None)


@dataclass(frozen=True)
class Evaluation:
    """What is known of a session afterwards.

    Attributes
    ----------
    answers
        By indicator (« e1 ») or line of the capitalisation (« refaire »), what was written.
    census
        For a question of the questionnaire, how many inhabitants of each option.
    """

    results: Results = Results()
    answers: Mapping[str, str] = field(default_factory=dict)
    census: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def with_answer(self, name: str, text: str) -> Evaluation:
        """Write what is known of an indicator or a line; "" takes it back.

        Raises
        ------
        InputError
            There is no such line, or the text is too long.
        """
        if name not in _lines():
            raise InputError(f"« {name} » n’est ni un indicateur ni une ligne de la fiche de capitalisation.")
        words = " ".join(text.split())
        if len(words) > _LONGEST:
            raise InputError(f"Ce texte dépasse {_LONGEST} signes ; gardez l’essentiel.")
        answers = {key: value for key, value in self.answers.items() if key != name}
        return Evaluation(self.results, {**answers, name: words} if words else answers, self.census)


def _lines() -> set[str]:
    form = load("evaluation")
    indicators = {found["id"] for dimension in form["dimensions"] for found in dimension["indicateurs"]}
    return indicators | {found["id"] for found in form["capitalisation"]}


def _questions() -> Sequence[Mapping[str, Any]]:
    questions: Sequence[Mapping[str, Any]] = load("questionnaire_sortie")["questions"]
    return questions


def form_titles() -> tuple[str, ...]:
    """Give the titles of the columns under which questionnaires are typed."""
    return tuple(question["titre_colonne"] for question in _questions())


def count_answers(columns: Mapping[str, Sequence[str]]) -> Results:
    """Count questionnaires typed one a row.

    Columns are known by their titles, by the question itself, or by its identifier, capitals and
    accents aside. A scale is typed 1 to 4, an option by its words or their beginning. Answers
    typed otherwise count as no answer; free text is not read here.

    Parameters
    ----------
    columns
        From a title to its cells, all of the same length.

    Raises
    ------
    InputError
        No column is one of the questionnaire.

    Examples
    --------
    >>> results = count_answers({"Écoute": ["4", "3", "4", "", "1", "2"]})
    >>> results.n_returned, results.questions[0].n_answers
    (5, 5)
    """
    known = {fold(title).strip(" ?."): cells for title, cells in columns.items()}
    given: dict[str, list[str]] = {}
    read: set[int] = set()
    results: list[QuestionResult] = []
    n_rows = max((len(cells) for cells in columns.values()), default=0)
    for question in _questions():
        names = (question["titre_colonne"], question["question"], question["id"])
        cells = next((known[key] for key in (fold(name).strip(" ?.") for name in names) if key in known), None)
        if cells is None:
            continue
        given[question["id"]] = list(cells)
        read |= {rank for rank, cell in enumerate(cells) if cell.strip()}
        if question["forme"] != "libre":
            results.append(_result(question, cells))
    if not given:
        raise InputError(
            "Aucune colonne ne vient du questionnaire de fin ; titres attendus : " + ", ".join(form_titles()) + "."
        )
    return Results(len(read), n_rows - len(read), tuple(results))


def _result(question: Mapping[str, Any], cells: Sequence[str]) -> QuestionResult:
    if question["forme"] == "echelle":
        options = list(load("questionnaire_sortie")["echelle"])
    else:
        options = list(question.get("options", ()))
    chosen = [found for cell in cells if (found := _option(cell, options, free=question["forme"] == "court"))]
    counts = Counter(chosen)
    if not options:  # a short answer: its options are what people wrote
        options = sorted(counts, key=lambda name: (-counts[name], name))
    if len(chosen) < FEWEST_PEOPLE:
        return QuestionResult(question["id"], question["question"], (), 0)
    told = [(option, counts[option]) for option in options]
    of_people = question.get("indicateur") == "e6"
    return QuestionResult(
        question["id"], question["question"], tuple(_protected(told) if of_people else told), len(chosen)
    )


def _option(cell: str, options: Sequence[str], *, free: bool) -> str:
    words = " ".join(cell.split())
    if free or not words:
        return words
    folded = fold(words)
    exact = next((option for option in options if fold(option) == folded), "")
    starting = [option for option in options if fold(option).startswith(folded)]
    return exact or (starting[0] if len(starting) == 1 else "")


def _protected(counts: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Put together options chosen by fewer than five people, and enough of the next ones to reach five."""
    small = {option for option, count in counts if 0 < count < FEWEST_PEOPLE}
    if not small:
        return list(counts)
    waiting = sorted((count, rank) for rank, (option, count) in enumerate(counts) if count >= FEWEST_PEOPLE)
    together = sum(count for option, count in counts if option in small)
    for count, rank in waiting:
        if together >= FEWEST_PEOPLE and len(small) > 1:
            break
        small.add(counts[rank][0])
        together += count
    return [(option, count) for option, count in counts if option not in small] + [(OTHERS, together)]


def told_result(result: QuestionResult) -> str:
    """Give a result in words, numbers of people first.

    Examples
    --------
    >>> told_result(QuestionResult("parole", "Avez-vous parlé ?", (("Oui", 20), ("Non", 7)), 27))
    'Oui : 20 ; Non : 7 (27 réponses)'
    """
    if not result.n_answers:
        return f"Moins de {FEWEST_PEOPLE} réponses : elles ne sont pas données."
    told = " ; ".join(f"{option} : {count}" for option, count in result.counts if count or option != OTHERS)
    return f"{told} ({result.n_answers} réponses)"


def expected_numbers(result: QuestionResult, census: Mapping[str, int]) -> tuple[tuple[str, int, int], ...]:
    """Give, for each option, how many came, and how many would have if the room were like the town.

    Whole people, so that nobody reads a percentage of inhabitants out of a room. Options put
    together are compared as one.

    Parameters
    ----------
    census
        Inhabitants of each option.

    Raises
    ------
    InputError
        The census tells of nobody.

    Examples
    --------
    >>> result = QuestionResult("genre", "Vous êtes", (("Une femme", 18), ("Un homme", 12)), 30)
    >>> expected_numbers(result, {"Une femme": 35_000, "Un homme": 33_000})
    (('Une femme', 18, 15), ('Un homme', 12, 15))
    """
    inhabitants = sum(census.values())
    if inhabitants <= 0:
        raise InputError("Les chiffres du recensement sont à donner, en nombre d’habitantes et d’habitants.")
    shown = [option for option, _ in result.counts if option != OTHERS]
    found = []
    for option, count in result.counts:
        if option == OTHERS:
            part = sum(number for name, number in census.items() if name not in shown)
        else:
            part = census.get(option, 0)
        found.append((option, count, round(result.n_answers * part / inhabitants)))
    return tuple(found)
