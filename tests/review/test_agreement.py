"""How far two people agree: by hand on a small table, themes matched by what they hold."""

from __future__ import annotations

import dataclasses

import pytest

from participation_lib.errors import InputError
from participation_lib.review.agreement import Comparison, compare_reviews
from participation_lib.review.agreement_words import caution, in_brief, in_detail, sentences
from participation_lib.review.review import Review
from participation_lib.schema import (
    SET_ASIDE,
    UNCLASSIFIED,
    Action,
    ApproveTheme,
    ConfirmIdeas,
    CreateTheme,
    CutIdea,
    JoinIdeas,
    MergeThemes,
    MoveIdeas,
    Nature,
    RecodeNature,
    RenameTheme,
    SetAsideIdeas,
    Theme,
)
from tests.review.samples import Row, build_batch, decide, first_batch, with_later_batch

THEMES = (Theme("t01", "Arbres", "", (), 50), Theme("t02", "Bancs", "", (), 50), Theme("t03", "Vélos", "", (), 50))


def review_of(themes: str, texts: list[str] | None = None) -> Review:
    """Give the review of one idea a letter: « abc » puts three ideas in three themes, « . » in none."""
    place = {"a": "t01", "b": "t02", "c": "t03", ".": UNCLASSIFIED}
    words = texts or [f"Idée numéro {number}" for number in range(len(themes))]
    rows: list[Row] = [
        (f"c{number:04d}", "", text, [(text, place[letter], "proposition", 60)])
        for number, (letter, text) in enumerate(zip(themes, words, strict=True), 1)
    ]
    return Review.of([build_batch(1, rows, THEMES)])


def compare(one: str, other: str) -> Comparison:
    return compare_reviews(review_of(one), review_of(other))


def test_a_review_agrees_with_itself(review: Review) -> None:
    found = compare_reviews(review, review)
    assert (found.kappa, found.alpha, found.share_same, found.nature_kappa) == (1, 1, 1, 1)
    assert (found.disagreements, found.alone, found.other_alone, found.n_left_out) == ((), (), (), 0)
    assert found.n_compared == len(review.ideas)
    assert found.matched == (("Arbres", "Arbres"), ("Ombre", "Ombre"), ("Vélos", "Vélos"))


def test_kappa_and_alpha_worked_out_by_hand() -> None:
    # 8 of 10 the same. Cohen: expected 0.5·0.5 + 0.5·0.5 = 0.5, so (0.8 − 0.5) / 0.5 = 0.6.
    # Krippendorff: 20 values, 10 of each; expected disagreement 2·10·10 / (20·19) = 0.5263…,
    # observed 0.2, so 1 − 0.2 / 0.5263 = 0.62.
    found = compare("aaaaabbbbb", "aaaabbbbba")
    assert found.share_same == 0.8
    assert found.kappa == pytest.approx(0.6)
    assert found.alpha == pytest.approx(0.62)
    # Three themes, 4 of 6. Cohen: 2/6 the same by chance in each theme: (4/6 − 1/3) / (2/3) = 0.5.
    found = compare("aabbcc", "aabccb")
    assert found.kappa == pytest.approx(0.5)
    # 12 values, 4 of each: expected 3·4·8 / (12·11) = 0.7272…; 1 − (2/6) / 0.7273 = 0.5417.
    assert found.alpha == pytest.approx(0.5417, abs=1e-4)


def test_agreement_below_chance_is_told_as_such() -> None:
    # Four ideas crossed: whatever the matching, 2 of 4 the same, as chance would have it.
    found = compare("aabb", "abab")
    assert found.kappa == pytest.approx(0)
    assert in_brief(found)[1].startswith("L’accord est très faible")
    assert in_detail(found)[0].startswith("Kappa de Cohen : 0,00.")
    assert found.alpha is not None
    assert found.alpha > 0  # the small-sample correction of Krippendorff: 1 − 0.5 / (2·4·4 / 56)


@pytest.mark.parametrize("other", ["bbbccca", "cccaaab", "bbbaaac"])
def test_themes_under_other_identifiers_and_names_are_matched(other: str) -> None:
    found = compare("aaabbbc", other)
    assert (found.kappa, found.alpha, found.share_same) == (1, 1, 1)
    assert (found.alone, found.other_alone, found.disagreements) == ((), (), ())


def test_a_theme_renamed_is_the_same_theme(review: Review) -> None:
    found = compare_reviews(review, decide(review, RenameTheme("t01", "Verdure")))
    assert found.share_same == 1
    assert ("Arbres", "Verdure") in found.matched


def test_two_themes_that_one_person_merged() -> None:
    one = review_of("aaabbc")
    found = compare_reviews(one, decide(one, MergeThemes("t02", "t01")))
    assert found.matched == (("Arbres", "Arbres"), ("Vélos", "Vélos"))
    assert (found.alone, found.other_alone) == (("Bancs",), ())
    assert found.share_same == pytest.approx(4 / 6)
    assert [(d.label, d.other_label) for d in found.disagreements] == [("Bancs", "Arbres")] * 2


def test_ideas_without_theme_and_set_aside_are_places_like_others() -> None:
    one = review_of("ab..")
    other = decide(review_of("ab.."), SetAsideIdeas(("c0004-1",)), reason="hors du champ")
    found = compare_reviews(one, other)
    assert found.share_same == 0.75
    (disagreement,) = found.disagreements
    assert (disagreement.theme_id, disagreement.other_id) == (UNCLASSIFIED, SET_ASIDE)
    assert (disagreement.label, disagreement.other_label) == ("Non classé", "Écartée")
    # A theme of one person is never taken for « Non classé » of the other.
    assert compare("....aa", "aaaabb").share_same == pytest.approx(2 / 6)


def test_identical_texts_are_one_disagreement() -> None:
    texts = ["Une halle", "Des bancs !", "des  bancs", "Un préau", "DES BANCS", "Un kiosque", "Un abri", "Une rampe"]
    found = compare_reviews(review_of("aaabaabb", texts), review_of("abbbbabb", texts))
    (disagreement,) = found.disagreements
    assert disagreement.text == "Des bancs !"
    assert disagreement.idea_ids == ("c0002-1", "c0003-1", "c0005-1")
    assert (disagreement.label, disagreement.other_label) == ("Arbres", "Bancs")
    assert "Textes en désaccord : 1." in sentences(found)


def test_the_same_text_placed_in_two_ways_is_told_for_each() -> None:
    texts = ["Des bancs", "Des bancs", "Des vélos", "Des vélos la nuit", "Des arbres"]
    found = compare_reviews(review_of("bbcca", texts), review_of("bacca", texts))
    (disagreement,) = found.disagreements
    assert disagreement.idea_ids == ("c0002-1",)


def test_settling_makes_a_disagreement_vanish() -> None:
    one, other = review_of("aaabbbcc"), review_of("aaabbacc")
    (disagreement,) = compare_reviews(one, other).disagreements
    settled = decide(one, MoveIdeas(disagreement.idea_ids, "t01"))
    assert compare_reviews(settled, other).disagreements == ()


def test_a_single_theme_is_said_not_to_be_measured() -> None:
    found = compare("aaa", "bbb")
    assert (found.kappa, found.alpha, found.nature_kappa, found.share_same) == (None, None, None, 1)
    assert in_brief(found)[1] == "Un seul thème est employé : rien ne dit si cet accord dépasse le hasard."
    assert not any("natures" in sentence for sentence in sentences(found))


def test_natures_are_compared_too() -> None:
    one = review_of("aabb")
    found = compare_reviews(
        decide(one, RecodeNature(("c0001-1", "c0002-1"), Nature.PROBLEM)),
        decide(one, RecodeNature(("c0001-1", "c0003-1"), Nature.PROBLEM)),
    )
    assert found.nature_kappa == pytest.approx(0)
    assert found.share_same == 1
    assert in_detail(found)[-1] == "Natures (constat, proposition…) : kappa de Cohen 0,00."


@pytest.mark.parametrize(
    ("action", "n_left_out"),
    [(CutIdea("c0001-1", 18, 19, "c0001-3"), 3), (JoinIdeas("c0003-1", "c0003-2"), 3)],
)
def test_what_one_person_cut_or_joined_is_left_out_and_counted(review: Review, action: Action, n_left_out: int) -> None:
    found = compare_reviews(review, decide(review, action))
    assert found.n_left_out == n_left_out
    assert f"non comparées : {n_left_out}." in sentences(found)[-1]
    assert found.disagreements == ()


def test_what_the_tool_placed_is_not_taken_for_agreement() -> None:
    one, other = review_of("aabb"), review_of("abbb")
    assert caution(compare_reviews(one, other)).startswith("Attention : aucune de ces idées n’a été relue par les deux")
    one = decide(one, MoveIdeas(("c0001-1", "c0002-1"), "t01"), ApproveTheme("t02"))
    found = compare_reviews(one, decide(other, ConfirmIdeas(("c0002-1", "c0003-1"))))
    assert (found.n_read_by_both, found.n_same_read) == (2, 1)
    assert caution(found).startswith("Attention : 2 ont été relues par les deux personnes, dont 1 dans le même")
    assert sentences(found)[2] == caution(found)
    (disagreement,) = found.disagreements
    assert (disagreement.author, disagreement.other_author) == ("Léa", "Léa")
    assert disagreement.is_between_people
    (disagreement,) = compare("aabb", "abbb").disagreements
    assert not disagreement.is_between_people
    everything = decide(one, ConfirmIdeas(tuple(one.ideas)))
    assert caution(compare_reviews(everything, everything)) == ""


def test_what_stands_for_the_theme_of_the_other_is_told() -> None:
    found = compare("aaabbb", "aaabcc")  # the second one's « Vélos » are the first one's « Bancs »
    (disagreement,) = found.disagreements
    assert (disagreement.other_label, disagreement.counterpart_id) == ("Bancs", "")
    assert in_detail(found)[-2:] == (
        "Tenus pour un même thème, car ils partagent le plus d’idées : « Bancs » et « Vélos ».",
        "Sans équivalent, dans le second seulement : « Bancs ».",
    )
    # Between themes that share as many ideas, the name decides.
    assert compare("aabb", "abab").matched == (("Arbres", "Arbres"), ("Bancs", "Bancs"))
    assert compare("aabb", "baba").matched == (("Arbres", "Arbres"), ("Bancs", "Bancs"))


def test_what_was_added_on_one_side_is_left_out(review: Review) -> None:
    more = with_later_batch(review)
    for pair in ((review, more), (more, review)):
        found = compare_reviews(*pair)
        assert (found.share_same, found.n_compared, found.n_left_out) == (1, len(review.ideas), 3)


def test_empty_themes_are_not_told(review: Review) -> None:
    found = compare_reviews(review, decide(review, CreateTheme("t09", "Jeux")))
    assert (found.alone, found.other_alone) == ((), ())


def test_other_contributions_are_refused(review: Review) -> None:
    with pytest.raises(InputError, match="mêmes contributions"):
        compare_reviews(review, review_of("ab"))
    one = dataclasses.replace(first_batch(), ideas=first_batch().ideas.iloc[:0])
    with pytest.raises(InputError, match="aucune idée en commun"):
        compare_reviews(Review.of([one]), Review.of([one]))


def test_one_idea_is_told_in_good_french() -> None:
    assert sentences(compare("a", "a"))[0] == "Sur 1 idée comparée, 1 est dans le même thème."
