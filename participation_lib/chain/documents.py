"""Writing the documents of a dossier: drafted, edited, checked, exported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Final

from participation_lib.chain.dossiers import material_of
from participation_lib.chain.synthesis import (
    LARGEST_PAGED_ANNEX,
    LARGEST_WEB_ANNEX,
    Material,
    document_facts,
    withheld,
)
from participation_lib.corpus.statuses import reference_number
from participation_lib.corpus.yaml_file import read_yaml
from participation_lib.dossier import Dossier
from participation_lib.errors import InputError
from participation_lib.notes.document_note import build_document_note
from participation_lib.notes.exporters import export_note
from participation_lib.notes.method_facts import MethodFacts
from participation_lib.notes.model import Note
from participation_lib.notes.output_folder import PROGRAM, SIGNATURE, fingerprints, output_folder
from participation_lib.notes.provenance import Provenance
from participation_lib.notes.tables import write_json, write_trace
from participation_lib.review.desk import ReviewDesk
from participation_lib.review.doubts import waiting_passages
from participation_lib.schema import (
    AddStatement,
    AimAtLength,
    AnswerFraming,
    AnswerQuestion,
    ChooseInclusiveWriting,
    Decision,
    DocumentAction,
    GiveFact,
    InclusiveWriting,
    JudgeCampaign,
    JudgeDebate,
    KeepWording,
    LeaveOpen,
    MergeStatements,
    OrderStatements,
    PinQuotation,
    RefuseQuotation,
    RemoveStatement,
    RewriteStatement,
    Undo,
    Version,
    Voice,
)
from participation_lib.synthesis.choices import Choices
from participation_lib.synthesis.common_texts import CampaignRow, CommonTexts, campaigns_to_judge
from participation_lib.synthesis.disagreement import Debate, find_disagreements
from participation_lib.synthesis.document_page import (
    DebateRow,
    DocumentPage,
    SourceRow,
    debates_to_judge,
    document_page,
    sources_of,
)
from participation_lib.synthesis.draft import Draft, DraftItem
from participation_lib.synthesis.drafting import draft_document
from participation_lib.synthesis.editing import tidy
from participation_lib.synthesis.evidence import Evidence
from participation_lib.synthesis.gate import Finding, blocking, check_draft, check_hidden
from participation_lib.synthesis.plans import Plan, default_plans, facts, parse_plans, plan_named
from participation_lib.synthesis.small_cells import published
from participation_lib.themes.encoding import Encoder

__all__ = ["WritingDesk", "read_plans"]

_MOST_WORDS: Final = 1_000_000


def read_plans(path: Path) -> tuple[Plan, ...]:
    """Give the plans of a city's own file; one that has the identifier of ours takes its place.

    Raises
    ------
    InputError
        The file cannot be read, or a plan in it is not right: what, at which line, what is accepted.
    """
    own = parse_plans(read_yaml(path, "Le fichier de plans", "une liste « documents »"))
    names = {plan.document_id for plan in own}
    return (*own, *(plan for plan in default_plans() if plan.document_id not in names))


class WritingDesk:
    """One person writing the documents of one dossier.

    Every edit is a decision in the log of the dossier, written when it is made. Computed
    sentences follow the review; hers are kept.

    Parameters
    ----------
    desk
        The review of the dossier. It learns nothing any more: writing teaches nothing of themes.
    plans
        Documents that may be written; those shipped when None.

    Attributes
    ----------
    told
        What documents say of where they come from, when one is written again as it was; None to
        say what is true now.

    Raises
    ------
    InputError
        The dossier holds nothing yet.
    """

    def __init__(self, desk: ReviewDesk, plans: Sequence[Plan] | None = None) -> None:
        if not desk.batches:
            raise InputError("Ce dossier est vide : ajoutez-y d’abord un fichier.")
        self.desk = desk
        self.desk.learns = False
        self.dossier = desk.dossier
        self.told: Provenance | None = None
        self.plans: tuple[Plan, ...] = tuple(plans or default_plans())
        self._material: tuple[object, Material] | None = None
        self._drafts: dict[tuple[str, Version], tuple[int, Draft]] = {}
        self._evidence: dict[Version, Evidence] = {}
        self._versions: dict[Version, Material] = {}
        self._debates: tuple[Evidence, list[Debate]] | None = None

    @classmethod
    def of(
        cls,
        dossier: Dossier,
        *,
        author: str = "",
        plans: Sequence[Plan] | None = None,
        encoder: Encoder | None = None,
        until: int | None = None,
    ) -> WritingDesk:
        """Give the desk of somebody who writes the documents of an open dossier, which they close themselves.

        Parameters
        ----------
        until
            Stand where the dossier was after this decision, to write again what was written
            then: nothing is decided there. None for the present.
        """
        return cls(ReviewDesk(dossier, author=author, encoder=encoder, learns=False, until=until), plans)

    @property
    def author(self) -> str:
        """What the history says of who decides."""
        return self.desk.author

    # What is there

    @property
    def _seen(self) -> int:
        log = self.desk.review.log
        return log[-1].decision_id if log else 0

    @property
    def choices(self) -> Choices:
        """What people decided about documents, as it stands."""
        review = self.desk.review
        return Choices.of(decision for decision in review.log if review.stands(decision.decision_id))

    def material(self) -> Material:
        """Give the tables, themes and vectors of the review as it stands; computed again only when it changed."""
        review = self.desk.review
        grouping = tuple(
            decision.decision_id
            for decision in review.log
            if not isinstance(decision.action, DocumentAction) and review.stands(decision.decision_id)
        )
        key = (len(self.desk.batches), grouping)
        if self._material is None or self._material[0] != key:
            self._material = (key, material_of(self.desk.batches, review, self.desk.encoder))
            self._evidence.clear()
            self._versions.clear()
        return self._material[1]

    def _shown(self, version: Version) -> Material:
        """Give the material as a version may show it."""
        material = self.material()
        if version not in self._versions:
            self._versions[version] = withheld(material) if version == Version.PUBLISHABLE else material
        return self._versions[version]

    def evidence(self, version: Version = Version.PUBLISHABLE) -> Evidence:
        """Give the tables as a version may show them."""
        material = self._shown(version)
        if version not in self._evidence:
            evidence = Evidence(
                contributions=material.contributions,
                ideas=material.ideas,
                themes=material.themes,
                vectors=material.vectors,
                group_name=material.group_name,
                question=material.question,
            )
            self._evidence[version] = published(evidence) if version == Version.PUBLISHABLE else evidence
        return self._evidence[version]

    def plan(self, document_id: str) -> Plan:
        """Give the plan of a document; `InputError` where there is none of that name."""
        return plan_named(document_id, self.plans)

    def draft(self, document_id: str, version: Version | None = None) -> Draft:
        """Give a document as it stands, edits included."""
        plan = self.plan(document_id)
        chosen = self._version(plan, version)
        key = (document_id, chosen)
        if key not in self._drafts or self._drafts[key][0] != self._seen:
            drafted = draft_document(plan, self.evidence(chosen), self._shown(chosen).words, self.choices)
            self._drafts[key] = (self._seen, drafted)
        return self._drafts[key][1]

    @staticmethod
    def _version(plan: Plan, version: Version | None) -> Version:
        if version is None:
            return plan.versions[0]
        if version not in plan.versions:
            raise InputError(f"« {plan.name} » est un document interne : il ne s'exporte pas en version publiable.")
        return version

    def page(self, document_id: str) -> DocumentPage:
        """Give a document as it is shown to whoever writes it."""
        chosen = self._version(self.plan(document_id), None)
        return document_page(
            self.draft(document_id, chosen), self.evidence(chosen), self.choices, self.findings(document_id, chosen)
        )

    def sources(self, document_id: str, statement_id: str) -> tuple[SourceRow, ...]:
        """Give the contributions under a sentence, those it quotes first."""
        chosen = self._version(self.plan(document_id), None)
        return sources_of(self.item(document_id, statement_id), self.evidence(chosen), self.choices)

    def debates_to_judge(self) -> tuple[DebateRow, ...]:
        """Give the disagreements that are not sure, so not written, and that nobody judged yet."""
        evidence, words = self.evidence(Version.PUBLISHABLE), self._shown(Version.PUBLISHABLE).words
        if self._debates is None or self._debates[0] is not evidence:
            self._debates = (evidence, find_disagreements(evidence, words).everything)
        return debates_to_judge(evidence, self._debates[1], self.choices)

    def campaigns_to_judge(self) -> tuple[CampaignRow, ...]:
        """Give the texts sent by many that contributions take up in part, those nobody judged yet."""
        return campaigns_to_judge(self.evidence(Version.PUBLISHABLE), self.choices)

    def ideas_named(self, references: str) -> tuple[str, ...]:
        """Give the ideas of contributions named by their numbers, « 12, 37 ».

        Raises
        ------
        InputError
            A number is none of this dossier's contributions.
        """
        by_reference: dict[str, list[str]] = {}
        for idea in self.evidence(Version.INTERNAL).all_ideas:
            by_reference.setdefault(reference_number(idea.contribution_id), []).append(idea.idea_id)
        named = [part for part in re.split(r"[\s,;]+", references) if part]
        unknown = [part for part in named if part not in by_reference]
        if unknown:
            raise InputError(f"La contribution n° {unknown[0][:12]} n’est pas parmi celles retenues dans ce dossier.")
        return tuple(idea_id for part in dict.fromkeys(named) for idea_id in by_reference[part])

    def findings(self, document_id: str, version: Version | None = None) -> tuple[Finding, ...]:
        """Give what must be mended before a document may be published, then what would be better filled."""
        chosen = self._version(self.plan(document_id), version)
        draft, review = self.draft(document_id, chosen), self.desk.review
        return (
            *check_hidden(draft, review.words_hidden),
            *check_draft(draft, self.evidence(chosen), self.choices),
            *(() if draft.plan.opens_facts else self._to_decide()),  # no contribution is told in those
        )

    def _to_decide(self) -> tuple[Finding, ...]:
        """Give what is still to be decided about personal data in the contributions; it is hidden until then."""
        waiting = len(waiting_passages(self.desk.batches, self.desk.review))
        if not waiting:
            return ()
        one = "passage est masqué par prudence et attend" if waiting == 1 else "passages sont masqués et attendent"
        message = f"{waiting} {one} votre décision dans « Données personnelles »."
        return (Finding("donnee_personnelle", "", "", message, blocking=False),)

    # What she decides

    def refresh(self) -> bool:
        """Take in what others decided; tell whether there was anything."""
        return self.desk.refresh()

    def decide(self, action: DocumentAction, reason: str = "") -> Decision:
        """Take a decision about a document: written on the disk, then shown.

        Raises
        ------
        OutputError
            Nothing can be written; nothing is lost of what was decided before.
        """
        return self.desk.decide(action, tidy(reason))

    def item(self, document_id: str, statement_id: str) -> DraftItem:
        """Give a sentence of a document.

        Raises
        ------
        InputError
            It is not there any more.
        """
        for item in self.draft(document_id).items:
            if item.statement.statement_id == statement_id:
                return item
        raise InputError("Cette phrase n'est plus dans le document : rechargez la page.")

    def rewrite(self, document_id: str, statement_id: str, text: str, reason: str = "") -> Decision:
        """Put a person's words in place of a sentence."""
        item = self.item(document_id, statement_id)
        words = _some_words(text)
        basis = item.edited.computed if item.edited else item.statement.text
        ideas = item.evidence.idea_ids if item.evidence else ()
        action = RewriteStatement(document_id, item.statement.section, statement_id, words, basis, ideas)
        return self.decide(action, reason)

    def confirm(self, document_id: str, statement_id: str) -> Decision:
        """Say that a sentence of hers still holds, although the evidence under it changed."""
        return self.rewrite(document_id, statement_id, self.item(document_id, statement_id).statement.text)

    def remove(self, document_id: str, statement_id: str, reason: str) -> Decision:
        """Leave a sentence out, for a reason."""
        self.item(document_id, statement_id)
        if not reason.strip():
            raise InputError("Dites en quelques mots pourquoi cette phrase est retirée.")
        return self.decide(RemoveStatement(document_id, statement_id), reason)

    def merge(self, document_id: str, statement_ids: Sequence[str], text: str) -> Decision:
        """Put one sentence in place of several of the same section."""
        items = [self.item(document_id, name) for name in dict.fromkeys(statement_ids)]
        sections = {item.statement.section for item in items}
        if len(items) < 2 or len(sections) > 1:
            raise InputError("Choisissez au moins deux phrases d'une même section.")
        ideas = tuple(dict.fromkeys(idea for item in items if item.evidence for idea in item.evidence.idea_ids))
        names = tuple(item.statement.statement_id for item in items)
        section_id = items[0].statement.section
        return self.decide(
            MergeStatements(document_id, section_id, names, self._new_id(section_id), _some_words(text), ideas)
        )

    def add(
        self,
        document_id: str,
        section_id: str,
        text: str,
        idea_ids: Iterable[str] = (),
        voice: Voice | None = None,
    ) -> Decision:
        """Add a sentence: with the ideas it rests on, or as its author's own words.

        Raises
        ------
        InputError
            It would speak for participants and rests on no idea, or names an idea that is not there.
        """
        section = next((part for part in self.draft(document_id).sections if part.section_id == section_id), None)
        if section is None:
            raise InputError("Cette section n'est plus dans le document : rechargez la page.")
        ideas = tuple(dict.fromkeys(idea_ids))
        known = {idea.idea_id for idea in self.evidence(Version.INTERNAL).all_ideas}
        if not set(ideas) <= known:
            raise InputError("Une des contributions indiquées n'est pas dans ce dossier.")
        own = section.voice if section.voice is not Voice.PARTICIPANTS else Voice.FACILITATOR
        spoken = voice or (Voice.PARTICIPANTS if ideas else own)
        if spoken is Voice.PARTICIPANTS and not ideas:
            raise InputError("Une phrase qui parle au nom des participants doit indiquer ses contributions.")
        action = AddStatement(document_id, section_id, self._new_id(section_id), _some_words(text), ideas, spoken)
        return self.decide(action)

    def _new_id(self, section_id: str) -> str:
        return f"{section_id}.ajout{self._seen + 1}"

    def shift(self, document_id: str, statement_id: str, steps: int) -> Decision | None:
        """Move a sentence up (-1) or down (1) in its section; None where it cannot go further."""
        self.item(document_id, statement_id)
        for section in self.draft(document_id).sections:
            names = [item.statement.statement_id for item in section.items]
            if statement_id in names:
                start = names.index(statement_id)
                end = min(max(0, start + steps), len(names) - 1)
                if start == end:
                    return None
                names.insert(end, names.pop(start))
                return self.decide(OrderStatements(document_id, section.section_id, tuple(names)))
        return None

    def leave_open(self, document_id: str, section_id: str, left_open: bool = True) -> Decision:
        """Say that a section is knowingly left « à compléter », or is not any more."""
        return self.decide(LeaveOpen(document_id, section_id, left_open))

    def pin(self, idea_id: str) -> Decision:
        """Want the words of an idea to be quoted."""
        return self.decide(PinQuotation(idea_id))

    def refuse(self, idea_id: str, reason: str) -> Decision:
        """Want the words of an idea never to be quoted, for a reason."""
        if not reason.strip():
            raise InputError("Dites en quelques mots pourquoi ces paroles ne sont pas citées.")
        return self.decide(RefuseQuotation(idea_id), reason)

    def keep_wording(self, document_id: str, statement_id: str, control: str, words: str, reason: str) -> Decision:
        """Keep words that a control flagged, for a reason."""
        self.item(document_id, statement_id)
        if not reason.strip():
            raise InputError("Dites en quelques mots pourquoi cette formulation est gardée.")
        return self.decide(KeepWording(document_id, statement_id, control, words), reason)

    def judge(self, debate_id: str, stands: bool) -> Decision:
        """Say whether a disagreement that was found is one."""
        return self.decide(JudgeDebate(debate_id, stands))

    def judge_campaign(self, campaign_id: str, contribution_ids: Iterable[str], sign: bool) -> Decision:
        """Say whether contributions sign a text that many sent.

        Raises
        ------
        InputError
            The text is no longer there, or a contribution has nothing of it.
        """
        found = next((c for c in self.evidence().campaigns if c.campaign_id == campaign_id), None)
        named = tuple(dict.fromkeys(contribution_ids))
        concerned = {*found.signatories, *(copy.contribution_id for copy in found.proposed)} if found else set()
        if not named or not concerned.issuperset(named):
            raise InputError("Ce texte commun ou une de ces contributions n'y est plus : rechargez la page.")
        return self.decide(JudgeCampaign(campaign_id, named, sign))

    def answer(self, idea_id: str, answer: str, service: str, due: str = "") -> Decision:
        """Give what a service answers to a question, or by when it will."""
        if answer.strip() and not service.strip():
            raise InputError("Indiquez le service qui répond.")
        return self.decide(AnswerQuestion(idea_id, tidy(answer), tidy(service), tidy(due)))

    def give_fact(self, name: str, value: str) -> Decision:
        """Give a fact no contribution holds; "" takes it back.

        Raises
        ------
        InputError
            The fact is unknown, or is a number and its value is not one.
        """
        fact = facts().get(name)
        if fact is None:
            raise InputError(f"Le fait « {name} » n'est pas connu ; faits possibles : {', '.join(facts())}.")
        words = tidy(value)
        if words and fact.form == "nombre" and not words.isdecimal():
            raise InputError(f"« {fact.label} » attend un nombre entier, écrit en chiffres.")
        return self.decide(GiveFact(name, words))

    def choose_inclusive_writing(self, inclusive: InclusiveWriting) -> Decision | None:
        """Choose how documents name people of all genders; None where it was so already."""
        if inclusive == self.choices.inclusive:
            return None
        return self.decide(ChooseInclusiveWriting(inclusive))

    def aim_at_length(self, document_id: str, least: str, most: str) -> Decision:
        """Aim at a number of words for a document; both empty for what its plan says.

        Raises
        ------
        InputError
            One is not a number of words, or the least is more than the most.
        """
        self.plan(document_id)
        bounds = [tidy(bound).replace("\u202f", "").replace("\u00a0", "").replace(" ", "") for bound in (least, most)]
        if not any(bounds):
            return self.decide(AimAtLength(document_id, 0, 0))
        if not all(bound.isdecimal() and int(bound) <= _MOST_WORDS for bound in bounds):
            raise InputError("La longueur visée se dit en nombres de mots : au moins, au plus. Vides : celle du plan.")
        if not 0 < int(bounds[0]) <= int(bounds[1]):
            raise InputError("La longueur visée va d’un nombre de mots à un autre, plus grand.")
        return self.decide(AimAtLength(document_id, int(bounds[0]), int(bounds[1])))

    def undo(self) -> Decision | None:
        """Undo the last decision this person took about documents; None where there is none."""
        review = self.desk.review
        for decision in reversed(review.log):
            about = isinstance(decision.action, DocumentAction) and not isinstance(decision.action, AnswerFraming)
            mine = decision.author == self.author and about
            if mine and review.stands(decision.decision_id):
                return self.desk.decide(Undo(decision.decision_id))
        return None

    # What leaves

    def note(self, document_id: str, version: Version | None = None, *, full_annex: bool | None = None) -> Note:
        """Give the document as a note, whatever is left to mend in it."""
        plan = self.plan(document_id)
        chosen = self._version(plan, version)
        evidence, material = self.evidence(chosen), self.material()
        whole = evidence.n_retained <= LARGEST_WEB_ANNEX if full_annex is None else full_annex
        provenance = self.provenance(document_id, chosen)
        facts = self._method(material, provenance)
        note = build_document_note(self.draft(document_id, chosen), evidence, facts, full_annex=whole)
        return replace(note, provenance=provenance.told())

    def note_in(self, format_name: str, document_id: str, version: Version | None = None) -> Note:
        """Give the document as it is laid out in a format: pages leave out of the largest annexes what is not cited."""
        chosen = self._version(self.plan(document_id), version)
        paged = not format_name.startswith("html") and self.evidence(chosen).n_retained > LARGEST_PAGED_ANNEX
        return self.note(document_id, chosen, full_annex=False if paged else None)

    def provenance(self, document_id: str, version: Version) -> Provenance:
        """Give what an export says of where it comes from."""
        program = package_version("participation-lib")
        return self.told or Provenance(self.dossier.dossier_id, document_id, version, self._seen, program)

    def _method(self, material: Material, provenance: Provenance) -> MethodFacts:
        review = self.desk.review
        standing = [decision for decision in review.log if review.stands(decision.decision_id)]
        return replace(
            document_facts(material, provenance, standing, self.choices),
            campaigns=CommonTexts.of(self.evidence(provenance.version), self.choices).campaigns,
        )

    def export(
        self,
        document_id: str,
        folder: Path | None = None,
        *,
        version: Version | None = None,
        formats: Sequence[str] = ("html", "pdf", "docx"),
        word_reference: Path | None = None,
    ) -> tuple[Path, ...]:
        """Write a document into a folder, put in place whole: its formats and the trace of its sentences.

        Parameters
        ----------
        folder
            `exports/<document>` of the dossier when None.

        Raises
        ------
        InputError
            A publishable version has something to mend: each is told.
        OutputError
            The folder holds something that is not ours, or cannot be written.
        """
        plan = self.plan(document_id)
        chosen = self._version(plan, version)
        if chosen == Version.PUBLISHABLE:
            stops = blocking(self.findings(document_id, chosen))
            if stops:
                listed = "".join(f"\n- {finding.message}" for finding in stops)
                raise InputError(
                    f"« {plan.name} » ne peut pas encore être publié ; à reprendre, ou exporter en version interne :"
                    f"{listed}"
                )
        target = folder or self.dossier.folder / "exports" / document_id
        wanted = tuple(dict.fromkeys(formats))
        notes = {name.startswith("html"): self.note_in(name, document_id, chosen) for name in wanted}
        with output_folder(target) as fresh:
            written = [
                path
                for name in wanted
                for path in export_note(
                    notes[name.startswith("html")], fresh, (name,), document_id, word_reference=word_reference
                )
            ]
            write_trace(fresh / "trace.json", self.draft(document_id, chosen).statements)
            signed = {
                "programme": PROGRAM,
                "document": document_id,
                "version": chosen.value,
                "dossier": self.dossier.dossier_id,
                "decision": self._seen,
            }
            write_json(fresh / SIGNATURE, {**signed, "fichiers": fingerprints(fresh)})
        return tuple(target / path.name for path in written)


def _some_words(text: str) -> str:
    words = tidy(text)
    if not words:
        raise InputError("La phrase est vide : écrivez-la, ou retirez-la.")
    return words
