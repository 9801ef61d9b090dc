"""Degrees and titles around a name: the list, and the reader that takes them off.

Source of the rules: the import contract, section 5.
"""

import re

_LISTED = """
MD DO PhD DPhil DSc ScD DrPH DPT PharmD PsyD EdD DDS DMD DVM DNP DBA JD MBBS MBChB MBBCh MBBChir BMBS BMed BMBCh BChir
MPH MBA MS MSc MSCI MSCE MSCR MSPH MSEd MEd MHA MHS MHSc MPP MPA MPhil MRes MMed MMedSc MChem MPhys MEng MTech MDS MHPE
MHPEd MSEE MSN MTM MAS MCR MStat MSIS MSW MCh MChir MSurg MAcadMEd
BS BSc BSN BEng BTech BE BPharm BDS BVSc BHSc BCh
RN NP PA PAC CRNP APRN ARNP FNP RPh RT RTR RTT RTN RDMS RVT ARRT CNMT CMD LPN CRA CIIP CNMP CPhT DC DCh DMRD DRCOG
FACR FRCR FSIR FASTRO FACS FACC FAHA FACP FACRO FACNM FRCP FRCPC FRCS FRCPath FAAP FRANZCR FRSM FRS FRCSC FCIRSE FSAR
FAIUM FSRU FSABI FSCMR FSCCT FSIIM FSNMMI FASNR FASCO FAAPM FIEEE FAMIA FACMI FACHE FESC FHRS FCCM FCAP FAAN FANA FAPCR
FEBIR EBIR EDIR EDiNR EBNM EBCR EDBI FFRRCSI FFR FFSEM FHEA FBIR FIPEM FACPSM FAPM FISMRM FSCBTMR FESGAR
MRCP MRCS MRCPCH MRCGP MRCPI MCIRSE MInstP MIPEM CPsych CSci CPhys CEng
DABR DABRC DABNM DABSNM DABMP DABHP ABR ABNM CCRP CCRC CCRN CPH CPHIMS PMP CSSBB LCSW LMFT
PhDc MDc ABD ScM DEA DES HDR
MA BA
"""

_FRONT = {
    "dr": "Dr", "prof": "Prof", "professor": "Professor", "doctor": "Doctor", "professora": "Professora",
    "dra": "Dra", "profa": "Profa", "priv-doz": "Priv.-Doz.", "privdoz": "Priv.-Doz.", "pd": "PD", "doz": "Doz",
    "dipl-ing": "Dipl.-Ing.", "dipling": "Dipl.-Ing.", "dipl-phys": "Dipl.-Phys.", "dipl-inform": "Dipl.-Inform.",
    "ing": "Ing", "mag": "Mag", "univ-prof": "Univ.-Prof.", "med": "med", "habil": "habil", "hc": "h.c.",
    "rer": "rer", "nat": "nat", "assoc": "Assoc", "associate": "Associate", "asst": "Asst", "assistant": "Assistant",
}  # fmt: skip

#: May only follow another title: alone they are ordinary words or names.
_ONLY_AFTER_TITLE = {"med", "habil", "hc", "rer", "nat", "ing", "mag", "doz"}
#: May only come before another title ("Associate Professor").
_ONLY_BEFORE_TITLE = {"assoc", "associate", "asst", "assistant"}

#: Degrees whose letters are also a name or part of one ("Do", "Ma", "Beng").
_NAMES_TOO = {
    "ma", "do", "ba", "beng", "be", "ms", "mas", "med", "pa", "dea", "des", "np", "rt", "dc", "rn",
    "bs", "edir", "meng", "abd", "cra", "hdr", "md", "dds",
}  # fmt: skip

DEGREES = {word.lower(): word for word in _LISTED.split()}

_SPACED = re.compile(r"\b(Ph|M|D|Sc|Pharm)\.[ ](D|Sc)\b\.?(?=$|[,;)\s])", re.IGNORECASE)
_GLUED = re.compile(r"(?<![^\W\d_])((?:univ|prof|dr|med|habil|dipl|ing|pd)\.)(?=[^\W\d_])", re.IGNORECASE)
_MAX_WORDS = 40


def known_words() -> frozenset[str]:
    """Return every word, folded, that can be a degree or a title."""
    return frozenset(DEGREES) | frozenset(_FRONT)


def _folded(word: str) -> str:
    return word.replace(".", "").replace("’", "'").strip(" ,*'()").lower()


def degree(word: str) -> str | None:
    """Return the degree as it is usually written, or None when the word is none."""
    return DEGREES.get(_folded(word))


def _is_capitals(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters)


def degrees_only(text: str) -> tuple[str, ...]:
    """Return the degrees when the text holds nothing else ("MD, PhD", "M.D./Ph.D."), else an empty tuple."""
    words = _SPACED.sub(r"\1\2", text).replace("/", " ").replace(",", " ").replace("&", " ").split()
    found: list[str] = []
    for word in words[:_MAX_WORDS]:
        parts = [degree(part) for part in word.split("-")] if degree(word) is None else [degree(word)]
        if None in parts:
            return ()
        found += [part for part in parts if part]
    return tuple(found) if len(words) <= _MAX_WORDS else ()


def take_front(words: list[str]) -> tuple[list[str], list[str]]:
    """Return titles in front ("Prof.", "Dr.") and the words of the name; a name of one letter keeps its title."""
    titles: list[str] = []
    rest = list(words)
    while len(rest) > 1:
        key = _folded(rest[0])
        if key in DEGREES and key not in _NAMES_TOO:
            titles.append(DEGREES[key])
            rest.pop(0)
            continue
        if key not in _FRONT or (key in _ONLY_AFTER_TITLE and not titles):
            break
        if key in _ONLY_BEFORE_TITLE and _folded(rest[1]) not in _FRONT:
            break
        titles.append(_FRONT[key])
        rest.pop(0)
    if len(rest) == 1 and len(rest[0].strip(".")) < 2:
        return [], list(words)
    return titles, rest


def take_back(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the words of the name and the degrees behind it.

    A lone word that may be a name ("Do", "Ma", "Beng") stays unless another degree stands beside it or it is the only
    word in capitals after two or more others.
    """
    end = len(words)
    while end > 1 and degrees_only(words[end - 1]):
        end -= 1
    while end < len(words) and not _sure(words, end):
        end += 1
    found = [part for word in words[end:] for part in degrees_only(word)]
    return words[:end], found


def _sure(words: list[str], start: int) -> bool:
    """Say whether the words from `start` on are degrees although the first of them may be a name."""
    first = words[start]
    key = _folded(first)
    if key not in _NAMES_TOO:
        return True
    if not _is_capitals(first) and "." not in first[:-1]:
        return False
    if key == "md" and (start >= 2 or "." in first):
        return True
    others_in_capitals = any(_is_capitals(word) for word in words[:start])
    return not others_in_capitals and (start >= 2 or key == "md")


def take_off(name: str) -> tuple[str, tuple[str, ...]]:
    """Return the name without degrees, and the degrees in the order written, front ones first.

    Commas are not looked at: the caller has split on them.
    """
    words = _GLUED.sub(r"\1 ", _SPACED.sub(r"\1\2", name.strip())).split()
    titles, rest = take_front(words[:_MAX_WORDS])
    rest, behind = take_back(rest)
    return " ".join(rest + words[_MAX_WORDS:]), tuple(dict.fromkeys([*titles, *behind]))
