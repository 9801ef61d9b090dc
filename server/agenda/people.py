"""People of a programme: reading names out of fields and prose, and keeping each person of a file once.

Pure. Source of the rules: the import contract, section 5.
"""

from server.agenda.person_lists import family_comes_first, split
from server.agenda.person_names import Named, fold, from_parts, is_nobody, reads_like_name, sort_name
from server.agenda.person_prose import in_prose
from server.agenda.roster import Roster, same_place

__all__ = [
    "Named",
    "Roster",
    "family_comes_first",
    "fold",
    "from_parts",
    "in_prose",
    "is_nobody",
    "reads_like_name",
    "same_place",
    "sort_name",
    "split",
]
