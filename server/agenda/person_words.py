"""Words that tell a person from an institution, a committee or a placeholder, in the common languages of programmes.

Source of the rules: the import contract, section 5. Lists are folded: lower case, no diacritics.
"""

from server.agenda.importers.programme import Role


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: A field holding one of these, in whole, names nobody.
NOBODY = frozenset(
    line.strip()
    for line in """
    panel discussion|panel|panelists|panellists|panel members|q a|qa|q and a|questions|questions and answers
    question and answer|discussion|general discussion|open discussion|all|alle|everyone|everybody|all speakers
    all faculty|all presenters|all panelists|all participants|all attendees|all authors|tous|todos|tutti|tba|tbd|tbc
    tbn|to be announced|to be determined|to be confirmed|to be named|to be defined|various|various speakers
    various presenters|various authors|various artists|various faculty|verschiedene|verschiedene redner|diverse
    divers|varios|vari|multiple|multiple speakers|multiple presenters|faculty|course faculty|moderator|moderators
    chair|chairs|speaker|speakers|presenter|presenters|panelist|author|authors|discussant|host|hosts|staff
    organizers|organisers|organizer|organiser|orga|n a|na|none|null|nil|unknown|nan|no speaker|nobody|vacant
    invited speaker|guest speaker|keynote speaker|audience|community|volunteers|students|residents|attendees
    participants|members|mitglieder|teilnehmer|redner|referenten|and|und|et|et al|others|and others
    """.replace("\n", "|").split("|")
    if line.strip()
)

#: Any name-like text with one of these words is a group.
GROUP = _words(
    "team teams committee subcommittee society association organizers organisers organisation organization organizing "
    "crew council board taskforce consortium komitee ausschuss verein gesellschaft comite commission kommission "
    "workgroup orga arbeitsgruppe collaboration"
)

#: A piece with one of these words is an institution.
PLACES = _words(
    "university universities universite universita universitat universiteit universitet universidad universidade "
    "universitario universitaria universitatsklinikum uniklinik hochschule college school institute institut instituto "
    "istituto institution hospital hospitals hopital hospices ospedale krankenhaus klinik klinikum clinic clinics "
    "clinica department dept departement departamento division faculty faculte fakultat center centre centro zentrum "
    "laboratory laboratories lab labs medical medicine health healthcare healthineers radiology oncology cancer "
    "surgery imaging sciences science technology technologies research academy academie accademia foundation "
    "fondazione stiftung ministry agency bureau office national international federal corporation corp inc ltd "
    "llc gmbh ag spa bv company co group systems polytechnic politecnico ecole chu chuv nhs irccs inserm cnrs museum "
    "library bank partners associates solutions pharmaceuticals pharma biotech therapeutics observatory infirmary "
    "sanatorium programme program journal press studio studios"
)

#: Lower-case words that belong to names.
PARTICLES = _words(
    "van von der den de del della delle dello degli di da das do dos du des la le las los el al ap ab abu bin ibn bint "
    "ben bar ter ten te zu zur zum af av aka y e i und o san santa st mac mc vom op t s"
)

COURTESY = _words("mr mrs ms miss mx herr frau sir dame monsieur madame mme mlle sr sra senor senora signor signora")

#: Words at the start of a line that say what the people after it do.
_LABELS: tuple[tuple[Role, str], ...] = (
    (
        "presenter",
        "speaker|speakers|invited speaker|invited speakers|keynote speaker|guest speaker|presenter|presenters|"
        "presenting author|presented by|presentation by|by|von|with|mit|par|por|di|da|referent|referentin|"
        "referenten|vortragender|vortragende|relatore|relatori|relatrice|ponente|ponentes|intervenant|"
        "intervenants|orateur|instructor|instructors|lecturer|lecturers|talk by|led by|teacher|faculty|host|"
        "hosts|hosted by",
    ),
    ("author", "author|authors|autor|autoren|autores|autori|auteurs|co-author|co-authors|coauthors"),
    (
        "chair",
        "chair|chairs|chairperson|chairpersons|session chair|session chairs|chaired by|co-chair|co-chairs|"
        "vorsitz|chairman|chairwoman|presidente|sitzungsleitung|convener|conveners|convenor|convenors",
    ),
    (
        "moderator",
        "moderator|moderators|moderated by|moderation|moderatorin|moderatoren|moderador|moderatore|moderateur|"
        "facilitator|facilitators",
    ),
    ("discussant", "discussant|discussants"),
    ("panelist", "panelist|panelists|panellist|panellists|panel members"),
)

LABELS: dict[str, Role] = {label: role for role, labels in _LABELS for label in labels.split("|")}

#: Labels that also begin ordinary sentences: without a colon they need a clean name after them.
PREPOSITIONS = _words("by von with mit par por di da")
