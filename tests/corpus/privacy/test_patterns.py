from __future__ import annotations

import pytest

from participation_lib.corpus.privacy import MARK, Kind, pseudonymise

MASKED = [
    ("e-mail", Kind.EMAIL, "jean.dupont+ville@exemple.fr"),
    ("e-mail-spaced", Kind.EMAIL, "jean @ exemple . fr"),
    ("e-mail-arobase", Kind.EMAIL, "jean point dupont arobase exemple point fr"),
    ("e-mail-at", Kind.EMAIL, "jean(at)exemple.fr"),
    ("phone-spaces", Kind.PHONE, "06 12 34 56 78"),
    ("phone-dots", Kind.PHONE, "06.12.34.56.78"),
    ("phone-dashes", Kind.PHONE, "06-12-34-56-78"),
    ("phone-slashes", Kind.PHONE, "06/12/34/56/78"),
    ("phone-glued", Kind.PHONE, "0612345678"),
    ("phone-threes", Kind.PHONE, "06 123 456 78"),
    ("phone-no-break-spaces", Kind.PHONE, "06\u00a012\u00a034\u00a056\u00a078"),
    ("phone-mixed", Kind.PHONE, "06 12.34 - 56 78"),
    ("phone-plus", Kind.PHONE, "+33 6 12 34 56 78"),
    ("phone-plus-zero", Kind.PHONE, "+33 (0)6 12 34 56 78"),
    ("phone-brackets", Kind.PHONE, "(+33)612345678"),
    ("phone-00", Kind.PHONE, "0033612345678"),
    ("phone-overseas", Kind.PHONE, "+590 690 12 34 56"),
    ("phone-letter-o", Kind.PHONE, "O6 12 34 56 78"),
    ("nir", Kind.NIR, "2 69 05 49 588 157 80"),
    ("nir-glued", Kind.NIR, "269054958815780"),
    ("nir-without-key", Kind.NIR, "1 85 05 78 006 084"),
    ("nir-corsica", Kind.NIR, "1 85 05 2A 006 084 36"),
    ("nir-corsica-lower", Kind.NIR, "185052b00608436"),
    ("plate", Kind.PLATE, "AB-123-CD"),
    ("plate-spaces", Kind.PLATE, "AB 123 CD"),
    ("plate-glued", Kind.PLATE, "AB123CD"),
    ("plate-lower", Kind.PLATE, "ab-123-cd"),
    ("plate-old", Kind.PLATE, "1234 ABC 95"),
    ("plate-old-corsica", Kind.PLATE, "123 ABC 2A"),
    ("iban", Kind.IBAN, "FR76 3000 6000 0112 3456 7890 189"),
    ("iban-glued", Kind.IBAN, "FR7630006000011234567890189"),
    ("iban-german", Kind.IBAN, "DE89 3704 0044 0532 0130 00"),
]
CLEAN = [
    "le 01/02/2019 et le 03/04/2019",
    "entre 200 000 000 et 300 000 000 euros",
    "10 000 000 000 000 d'euros de dette",
    "0,50 € de 2019 à 2022, 12 345 678 habitants",
    "DE 100 KM A 200 KM",
    "EN 200 M",
    "en 150 ou de 100 km",
    "le RN 184 ET LE A15",
    "rendez-vous à 18h @ la mairie",
    "les 3 000 logements prévus en 2024 et 2025",
    "code 95800, insee 95127",
    "12.05.2024 15:30",
]


@pytest.mark.parametrize(("kind", "words"), [pytest.param(k, w, id=i) for i, k, w in MASKED])
@pytest.mark.parametrize("frame", ["{}", "écrire ici : {}.", "voir ({}) svp", "{}, merci"])
def test_what_has_a_form_is_masked_whole(kind: Kind, words: str, frame: str) -> None:
    result = pseudonymise([frame.format(words)])
    assert result.texts == (frame.format(f"[{kind} 1]"),)
    assert [(found.kind, found.words) for found in result.replacements] == [(kind, words)]


def test_an_old_plate_with_two_letters_needs_a_car() -> None:
    assert "[PLAQUE 1]" in pseudonymise(["une Clio 1234 XZ 95 abandonnée"]).texts[0]
    assert pseudonymise(["budget 1234 XZ 95"]).texts == ("budget 1234 XZ 95",)


@pytest.mark.parametrize("text", CLEAN)
def test_other_numbers_stay(text: str) -> None:
    assert not MARK.search(pseudonymise([text]).texts[0])


def test_one_number_in_several_writings_is_one_mark() -> None:
    texts = pseudonymise(["06 12 34 56 78", "0612345678", "+33 6.12.34.56.78", "06 12 34 56 79"]).texts
    assert texts == ("[TÉLÉPHONE 1]",) * 3 + ("[TÉLÉPHONE 2]",)
