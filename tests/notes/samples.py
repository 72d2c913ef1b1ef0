"""Notes to render: an ordinary one, and one with every hostile string in every slot."""

from __future__ import annotations

from dataclasses import dataclass

from participation_lib.notes.figures import theme_bars
from participation_lib.notes.html import render_html
from participation_lib.notes.model import (
    Block,
    BulletList,
    Heading,
    Link,
    Note,
    Notice,
    Paragraph,
    Quote,
    Span,
    Table,
    Text,
)
from participation_lib.notes.odt import render_odt
from participation_lib.notes.pdf import render_pdf
from participation_lib.notes.word import render_docx

HOSTILE = (
    "<script>alert(1)</script><img src=http://ex.fr/x onerror=alert(1)>",
    '#eval("1") $x$ @ref *gras* _it_ = titre `code` \\ // /* */ <e1> #include "x" ...--',
    "\\input{/etc/passwd} \\write18{ls} $\\alpha$ ^^M % &",
    "[x](javascript:alert(1)) ![y](http://ex.fr/y) **gras** # titre > cite | a | b | --- :smile:",
    '{ HYPERLINK "http://ex.fr" } { INCLUDETEXT "C:\\\\x" } =CMD() @SUM',
    "${HOME} {{ 7*7 }} {% x %} $title$ %s %(a)s \\0 &amp; &lt; ]]> <!-- --> <?php ?>",
    "straight \"double\" and 'single', « déjà », fin...",
    "- tiret + plus 1. un / slash ~ tilde\u00a0insécable",
)
AWKWARD = (
    "\u202eretourné sans fin",
    "مرحبا بالعالم",
    "zéro\u200blargeur\u200d\ufeff\u00adici",
    "famille 👨‍👩‍👧 drapeau 🇫🇷 你好 ↔ ↩ \ue000\U000f0000",
    "nul\x00cloche\x07 substitut\ud800 non-caractère\uffff",
    "tab\tulation, deux  espaces, ligne 1\r\nligne 2\rligne 3\n\nligne 5",
    "A" * 10_000,
    "mot " * 2_500,
)


@dataclass(frozen=True)
class Rendered:
    """One note in the four formats."""

    note: Note
    html: bytes
    pdf: bytes
    docx: bytes
    odt: bytes


def rendered(note: Note) -> Rendered:
    """Render a note four times."""
    return Rendered(note, render_html(note), render_pdf(note), render_docx(note), render_odt(note))


def ordinary_note() -> Note:
    """Build a note with every kind of block, as a plan would."""
    rows = tuple(
        (
            (Text(f"c000{n}"),),
            (Text(str(n)),),
            (Text("l'ombre, svp !", verbatim=True),),
            (Link("e1", "énoncé"),),
        )
        for n in (1, 2, 3)
    )
    blocks: tuple[Block, ...] = (
        Heading(1, "En bref", anchor="en-bref"),
        Paragraph(
            (
                Span("e1", (Text("3 000 idées : "), Text("l'ombre", style="strong"))),
                Text(" ("),
                Link("c0001", "c0001", "contribution c0001, en annexe"),
                Text(")."),
            ),
        ),
        Notice((Paragraph((Text("Ces avis ne valent pas pour tous."),)), BulletList(((Text("un"),),)))),
        Heading(2, "Arbres", anchor="arbres"),
        Paragraph((Text("Voir "), Link("v1", "la citation"), Text(", l'"), Text("eau", style="emphasis"))),
        Quote("Plantez des arbres !", (Text("Table 3, "), Link("c0002", "c0002")), anchor="v1"),
        theme_bars(["Arbres", "Vélo"], [42, 1], [6, 1], n_groups_total=8),
        Heading(3, "Problèmes"),
        BulletList(((Text("premier"),), (Span("e2", (Text("second"),)), Text(".", style="small")))),
        Heading(1, "Suites"),
        Notice((), kind="to_complete"),
        Heading(1, "Annexe"),
        Table(
            "Contributions",
            ("N°", "Idées", "Texte", "Reprise"),
            rows,
            align=("left", "right", "left", "left"),
            anchor="annexe",
            row_anchors=("c0001", "c0002", "c0003"),
        ),
    )
    return Note("Une place pour l'arbre", "Synthèse : essai", blocks, ("participation", "synthèse"))


def hostile_note() -> Note:
    """Build a note with every string in every slot that may hold a citizen's or a theme's words."""
    everything = " ".join(HOSTILE)
    blocks: list[Block] = []
    for rank, text in enumerate((*HOSTILE, *AWKWARD)):
        label = text[:200]
        blocks += [
            Heading(1, label),
            Paragraph((Span(f"e{rank}", (Text(text, verbatim=True),)), Text(text), Text(label, style="small"))),
            Paragraph((Text(text, style="strong"), Text(text, style="emphasis", verbatim=True))),
            Paragraph((Link(f"e{rank}", label, label),)),
            Quote(text, (Text(label),), anchor=f"v{rank}"),
            BulletList(((Text(text, verbatim=True),),)),
            Notice((Paragraph((Text(text),)),), title=label),
            Table(
                label,
                (label, "Texte"),
                (((Text(text, verbatim=True),), (Text(label),)),),
                row_anchors=(f"r{rank}",),
            ),
        ]
        if rank % 4 == 3:
            blocks.append(theme_bars([label, "Autre"], [2, 1], caption=label))
    return Note(everything, everything, tuple(blocks), (everything, AWKWARD[3]))
