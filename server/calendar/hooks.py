"""What the sync door calls: each touched record refreshes the events it bears on."""

from collections.abc import Callable, Collection, Iterable
from weakref import WeakKeyDictionary

from sqlalchemy.orm import SessionTransaction

from server.agenda import hooks as agenda_hooks
from server.badges.models import Scan
from server.calendar import refreshing
from server.calendar.installation import moment
from server.contacts.models import Note
from server.core.db import db
from server.core.prepared import PreparedIn
from server.followups import service as followups
from server.followups.models import Followup, Letter, Outreach
from server.sync import log, registry
from server.sync.mine import USER, mine
from server.sync.models import Synced
from server.sync.registry import Change, Effect

OF_A_CONTACT: dict[str, type[Synced]] = {
    "note": Note,
    "scan": Scan,
    "outreach": Outreach,
    "followup": Followup,
    "letter": Letter,
}

# transaction -> (user, rev), and the contacts refreshed at that rev; a rolled back transaction takes its entry along
_done: "WeakKeyDictionary[SessionTransaction, tuple[tuple[str, int], frozenset[str]]]" = WeakKeyDictionary()


def listen() -> None:
    """Refresh events from now on, once a batch and kind."""
    registry.derive("contact", on_contacts)
    registry.react("contact", on_moved)
    registry.derive("milestone", on_milestones)
    registry.derive("target", on_targets)
    registry.derive("settings", on_settings)
    agenda_hooks.on_import(on_import)
    for kind in OF_A_CONTACT:
        registry.derive(kind, ON_ROWS[kind])
        registry.react(kind, on_moved)


def on_contacts(user_id: str, contact_ids: set[str]) -> None:
    """Refresh the follow-ups of the contacts, once for all kinds that a batch touched."""
    state = (user_id, log.read_place(user_id).rev)
    known, done = _done.get(_transaction(), (state, frozenset()))
    done = done if known == state else frozenset()
    refreshing.refresh_contacts(user_id, contact_ids - done, moment())
    _done[_transaction()] = (state, done | contact_ids)


def on_targets(user_id: str, _target_ids: set[str]) -> None:
    """Refresh the plan."""
    refreshing.refresh_plan(user_id, moment())


def on_milestones(user_id: str, _milestone_ids: set[str]) -> None:
    """Refresh the follow-ups of everyone: whoever was taken off the list is not named any more."""
    refreshing.refresh_contacts(user_id, None, moment())


def on_settings(user_id: str, _ids: set[str]) -> None:
    """Refresh everything: zone, days and alarms bear on all of it."""
    refreshing.refresh_contacts(user_id, None, moment())
    refreshing.refresh_plan(user_id, moment())


def on_moved(change: Change) -> Iterable[Effect]:
    """Refresh the contact that a record, a merge or a referral has left; the door tells only where it is now."""
    fields = ("merged_into", "referred_by") if change.kind == "contact" else ("contact",)
    for field in fields:
        left = change.before.values.get(field) if change.before else None
        if left and left != change.after.values.get(field):
            on_contacts(change.user_id, {left})
    return ()


def on_import(changed: Collection[str]) -> None:
    """Refresh everyone's events after an import changed these items, people or conferences; inside its `write()`."""
    refreshing.refresh_items(changed, moment())


def _refresh_of(model: type[Synced]) -> Callable[[str, set[str]], None]:
    query = mine(model, USER).with_only_columns(vars(model)["contact"])
    told_of = PreparedIn(lambda ids: query.where(vars(model)["id"].in_(ids)))

    def on_rows(user_id: str, row_ids: set[str]) -> None:
        """Refresh the follow-ups of the contacts that the rows tell of."""
        contact_ids: set[str] = set()
        for batch in followups.batches(row_ids):
            contact_ids |= {row[0] for row in told_of.all(batch, user=user_id) if row[0]}
        on_contacts(user_id, contact_ids)

    return on_rows


def _transaction() -> SessionTransaction:
    transaction = db.session().get_transaction()
    if transaction is None:
        raise RuntimeError("events are refreshed inside write()")
    return transaction


# Made once: the registry knows a listener by its identity.
ON_ROWS = {kind: _refresh_of(model) for kind, model in OF_A_CONTACT.items()}
