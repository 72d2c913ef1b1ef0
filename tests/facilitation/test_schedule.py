from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from participation_lib.facilitation.days import public_holidays
from participation_lib.facilitation.framing import Framing
from participation_lib.facilitation.schedule import ScheduleLine, schedule, steps


def lines(**answers: str) -> dict[str, ScheduleLine]:
    return {line.step_id: line for line in schedule(Framing(answers, today=date(2026, 3, 2)))}


def test_nothing_has_a_date_while_nothing_is_known() -> None:
    found = lines()
    assert all(line.day is None for line in found.values())
    assert {"invitation", "decision", "reponse"} <= set(found)
    assert "dpo" not in found


def test_a_schedule_is_counted_back_from_the_decision() -> None:
    found = lines(date_decision="2026-06-24", moment="samedi")
    assert found["decision"].day == date(2026, 6, 24)
    assert found["debut"].day == date(2026, 5, 9)  # the last Saturday six weeks before
    assert found["debut"].proposed
    assert not found["decision"].proposed
    assert found["invitation"].day == date(2026, 4, 17)
    assert found["reponse"].day == date(2026, 7, 15)


def test_the_meeting_proposed_keeps_out_of_holidays() -> None:
    found = lines(date_decision="2026-06-12", vacances="2026-04-18/2026-05-04")
    assert found["debut"].day == date(2026, 4, 17)  # 1 May is a holiday, then school holidays
    assert "pendant les vacances scolaires" in found["retour"].remarks


def test_dates_given_are_kept_and_deadlines_fall_on_worked_days() -> None:
    found = lines(date_decision="2026-06-24", date_fin="2026-05-02", canaux="salle", donnees="nom")
    assert found["debut"].day == date(2026, 5, 2)
    assert (found["debut"].label, "fin" in found) == ("La rencontre", False)
    assert found["equipe"].day == date(2026, 4, 27)
    assert found["retour"].day == date(2026, 5, 5)
    assert "dpo" in found


def test_a_person_names_owners_moves_and_ticks() -> None:
    found = lines(
        date_decision="2026-06-24",
        **{"etape.invitation.qui": "Léa", "etape.invitation.date": "2026-02-10", "etape.cadrage.fait": "oui"},
        instance="conseil",
    )
    assert (found["invitation"].owner, found["invitation"].day) == ("Léa", date(2026, 2, 10))
    assert (found["invitation"].proposed, found["invitation"].remarks) == (False, ("date passée",))
    assert found["cadrage"].done
    assert found["decision"].owner == "le conseil municipal"


def test_two_meetings_are_two_lines() -> None:
    found = lines(date_debut="2026-05-02", date_fin="2026-05-30")
    assert (found["debut"].day, found["fin"].day) == (date(2026, 5, 2), date(2026, 5, 30))
    assert found["fin"].label == "Dernière rencontre ou clôture"


def test_a_synthesis_that_comes_after_the_arbitration_says_so() -> None:
    late = lines(date_fin="2026-03-20", date_decision="2026-04-10")
    assert "trop tard pour l’arbitrage" in late["synthese"].remarks
    assert lines(date_fin="2026-03-20", date_decision="2026-05-20")["synthese"].remarks == ()


def test_informing_asks_for_no_synthesis() -> None:
    assert {"synthese", "arbitrage", "suites"}.isdisjoint(lines(niveau="informer"))
    assert "synthese" in lines(niveau="consulter")


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.one_of(st.none(), st.integers(1, 200)),
    st.booleans(),
    st.booleans(),
)
def test_every_step_is_there_once_in_order(decision: date, gap: int | None, saturday: bool, local: bool) -> None:
    answers = {"date_decision": decision.isoformat(), "alsace_moselle": "oui" if local else "non"}
    if gap is not None:
        answers["date_fin"] = (decision - timedelta(gap)).isoformat()
    if saturday:
        answers["moment"] = "samedi"
    found = schedule(Framing(answers))
    assert len({line.step_id for line in found}) == len(found)
    always = {name for name, step in steps().items() if "si" not in step}
    assert {line.step_id for line in found} == (always | {"synthese", "arbitrage", "suites"}) - {"fin"}
    shown = [line.day for line in found if line.day is not None]
    assert shown == sorted(shown)
    assert len(shown) == len(found)
    for line in found:
        if line.landmark and line.day is not None:
            assert line.day.weekday() < 5
            assert line.day not in public_holidays(line.day.year, alsace_moselle=local)
