"""Deleting an account: everything of a student goes in one transaction, and no restored backup brings it back.

This is the one place that removes synced rows past the door (docs/sync.md): every table of a student's own hangs on
`user` and goes with it. An agenda that the operator has opened to everyone stays, as the operator's: other students'
flags point into it.
"""

from collections.abc import Sequence

from sqlalchemy import delete, select

from server.accounts import names
from server.accounts.models import User
from server.agenda.models import Conference, ImportPreview
from server.core import revoked
from server.core.db import db
from server.core.problems import Invalid, NotFound
from server.sync import log

ACCOUNT = "account"  # in the log of what ended: the user's id
MOST_SLUG = 80
OTHER_NAME = "This is not the name of your account."


def waiting_files(user_id: str) -> list[str]:
    """Return the names of the files beside the database that wait for this student's answers."""
    return list(db.session.scalars(select(ImportPreview.id).where(ImportPreview.user_id == user_id)))


def delete_own(user_id: str, typed: str) -> None:
    """Delete the account whose name was typed; raise Invalid at `/name` for another name. Inside `write()`."""
    name = db.session.scalar(select(User.name).where(User.id == user_id)) or ""
    if names.folded(typed.strip()) != names.folded(name):
        raise Invalid(OTHER_NAME, errors=[{"pointer": "/name", "detail": OTHER_NAME}])
    _delete(user_id)


def delete_named(name: str) -> str:
    """Delete the account of that name and return its user's id; raise NotFound. Inside `write()`."""
    user_id = db.session.scalar(select(User.id).where(User.folded_name == names.folded(name)))
    if user_id is None:
        raise NotFound(f"There is no user {name!r}.")
    _delete(user_id)
    return user_id


def delete_again(user_ids: Sequence[str]) -> int:
    """Delete the accounts with these ids, which a backup brought back; return how many there were."""
    found = list(db.session.scalars(select(User.id).where(User.id.in_(user_ids))))
    for user_id in found:
        _remove(user_id)
    return len(found)


def _delete(user_id: str) -> None:
    log.lock(user_id)  # what a phone sends in this moment waits, and is then told to sign in
    revoked.note(ACCOUNT, user_id)
    _remove(user_id)


def _remove(user_id: str) -> None:
    _hand_over(user_id)
    db.session.flush()
    db.session.execute(delete(User).where(User.id == user_id))
    db.session.expire_all()


def _hand_over(user_id: str) -> None:
    """Give the student's public agendas to the operator, under a name that is free there."""
    taken = set(db.session.scalars(select(Conference.slug).where(Conference.owner_id.is_(None))))
    for one in db.session.scalars(select(Conference).where(Conference.owner_id == user_id, Conference.public)):
        one.slug = _free(one.slug, taken)
        one.owner_id = None
        taken.add(one.slug)


def _free(slug: str, taken: set[str]) -> str:
    endings = ("", *(f"-{number}" for number in range(2, len(taken) + 3)))
    return next(made for ending in endings if (made := slug[: MOST_SLUG - len(ending)] + ending) not in taken)
