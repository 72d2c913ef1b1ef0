"""Every table of a dossier, named in French, ready to leave as CSV."""

from __future__ import annotations

import sqlite3
from typing import Final

import pandas as pd

__all__ = ["french_tables"]

_QUERIES: Final = {
    "dossier": "SELECT dossier_id, title AS titre, created_at AS cree_le FROM dossier",
    "lots": """SELECT batch_id AS lot, added_at AS ajoute_le, author AS auteur, question,
        group_name AS nature_des_groupes, agreement AS stabilite, coalesce(parameters, '') AS parametres
        FROM batches ORDER BY batch_id""",
    "sources": """SELECT batch_id AS lot, file_name AS fichier, sha256, description, encoding AS encodage,
        separator AS separateur, n_records AS n_lignes_lues,
        iif(meeting > 0, meeting, '') AS seance, set_apart AS lignes_a_part FROM sources ORDER BY batch_id, position""",
    "contributions": """SELECT contribution_id, source_file AS source_fichier, source_row AS source_ligne,
        status AS statut, reason AS motif, "group" AS groupe, text AS texte, batch_id AS lot, sequence,
        author AS auteur, question, variables, channel AS canal, declared_theme AS theme_declare, date, votes,
        stance AS position, reference, reply_to AS repond_a
        FROM contributions ORDER BY batch_id, position""",
    "remplacements": """SELECT contribution_id, mark AS marque, kind AS type, words AS mots_remplaces, batch_id AS lot
        FROM replacements ORDER BY batch_id, position""",
    "themes": """SELECT theme_id, label AS theme, description, keywords AS mots_cles, solidity AS solidite,
        batch_id AS lot FROM themes ORDER BY batch_id, position""",
    "idees": """SELECT idea_id AS idee_id, contribution_id, start AS debut, "end" AS fin, text AS texte,
        ideas.theme_id, nature, confidence AS confiance, iif(to_review, 'oui', 'non') AS a_relire,
        ideas.reason AS motif, ideas.batch_id AS lot
        FROM ideas JOIN contributions USING (contribution_id) ORDER BY ideas.batch_id, ideas.position""",
    "decisions": """SELECT decision_id, decided_at AS decide_le, author AS auteur, action, content AS contenu,
        reason AS motif, gesture AS geste FROM decisions ORDER BY decision_id""",
    "traitements": """SELECT run_id AS traitement_id, run_at AS fait_le, verb AS verbe, parameters AS parametres,
        counts AS effectifs FROM runs ORDER BY run_id""",
}


def french_tables(connection: sqlite3.Connection) -> dict[str, pd.DataFrame]:
    """Give each table as a frame: what was read and proposed, before any decision.

    Ideas have their words beside their span; lists and parameters are JSON.
    """
    tables: dict[str, pd.DataFrame] = {}
    for name, query in _QUERIES.items():
        cursor = connection.execute(query)
        columns = [description[0] for description in cursor.description]
        tables[name] = pd.DataFrame(cursor.fetchall(), columns=columns)
    ideas = tables["idees"]
    # Cut here: SQLite would stop at a null character.
    texts = [text[start:end] for text, start, end in zip(ideas["texte"], ideas["debut"], ideas["fin"], strict=True)]
    tables["idees"] = ideas.assign(texte=pd.Series(texts, dtype="str"))
    return tables
