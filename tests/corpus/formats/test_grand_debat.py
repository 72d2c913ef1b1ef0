from __future__ import annotations

from pathlib import Path

from participation_lib.corpus.reading import read_files


def test_the_platform_export_reads_the_question_with_most_text(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        "id,reference,title,createdAt,trashed,authorId,authorType,authorZipCode,"
        "QUXVlc3Rpb246MTYw - Êtes-vous pour ?,QUXVlc3Rpb246MTYx - Que faudrait-il faire ?\n"
        'UHJ=,2-1,Titre,2019-01-01,false,VXN=,Citoyen,59000,Oui,"Plus de trains le soir, et des vélos"\n'
        "UHK=,2-2,Titre,2019-01-01,true,VXN=,Citoyen,59000,Non,Des pistes cyclables continues\n",
        encoding="utf-8",
    )
    reading = read_files([path])
    source = reading.sources[0]
    assert source.description == "Grand Débat national — réponses, 2 contributions"
    assert reading.question == "Que faudrait-il faire ?"
    assert reading.records["author"].tolist() == ["a1", "a1"]
    assert reading.records["group"].tolist() == ["", ""]
    assert any("modérées" in remark for remark in source.remarks)
