"""sessions in the time of their conference: every event is written anew once."""

from datetime import datetime, timedelta, timezone

import sqlalchemy as sa
from alembic import op

revision = 'a1c0f0110000'
down_revision = 'a1c0f0100000'
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
ID = sa.Uuid(as_uuid=False)
EVENTS = sa.table(
    'calendar_event',
    sa.column('user_id', ID),
    sa.column('scope', sa.String),
    sa.column('uid', ID),
    sa.column('about', ID),
    sa.column('sequence', sa.Integer),
    sa.column('changed_at', AT),
    sa.column('content', sa.JSON(none_as_null=True)),
    sa.column('piece', sa.LargeBinary),
    sa.column('layout', sa.Integer),
    sa.column('gone', sa.Boolean),
)
FEEDS = sa.table(
    'calendar_feed',
    sa.column('user_id', ID),
    sa.column('id', ID),
    sa.column('revision', sa.BigInteger),
    sa.column('changed_at', AT),
)
ITEMS = sa.table('agenda_item', sa.column('id', ID), sa.column('conference_id', ID))
CONFERENCES = sa.table('conference', sa.column('id', ID), sa.column('zone', sa.String))
BATCH = 1_000


def upgrade():
    """Programs look at SEQUENCE and LAST-MODIFIED, so both are raised where the same event gives other bytes."""
    put_contents(with_zone)
    raise_lives()


def downgrade():
    put_contents(without_zone)
    raise_lives()


def with_zone(content, zone):
    return content | {'zone': zone} if content['starts'] else content


def without_zone(content, _zone):
    return {name: value for name, value in content.items() if name != 'zone'}


def put_contents(content_of):
    """Change what is rendered of the plan's events, in batches."""
    key = (EVENTS.c.user_id, EVENTS.c.scope, EVENTS.c.uid)
    asked = (
        sa.select(*key, EVENTS.c.content, CONFERENCES.c.zone)
        .join(ITEMS, ITEMS.c.id == EVENTS.c.about)
        .join(CONFERENCES, CONFERENCES.c.id == ITEMS.c.conference_id)
        .where(EVENTS.c.scope == 'plan', EVENTS.c.gone.is_(False), CONFERENCES.c.zone.is_not(None))
    )
    put = sa.update(EVENTS).where(*(column == sa.bindparam(f'old_{column.name}') for column in key))
    put = put.values(content=sa.bindparam('new_content', type_=EVENTS.c.content.type))
    connection = op.get_bind()
    rows = connection.execute(asked).all()
    for first in range(0, len(rows), BATCH):
        connection.execute(
            put,
            [
                {
                    'old_user_id': row.user_id,
                    'old_scope': row.scope,
                    'old_uid': row.uid,
                    'new_content': content_of(row.content, row.zone),
                }
                for row in rows[first : first + BATCH]
            ],
        )


def raise_lives():
    """Raise the life of every event that shows, and of every feed; what is rendered is made again when asked for."""
    shown = EVENTS.c.gone.is_(False)
    raise_life(EVENTS, shown, {'sequence': EVENTS.c.sequence + 1, 'piece': None, 'layout': None})
    raise_life(FEEDS, sa.true(), {'revision': FEEDS.c.revision + 1})


def raise_life(table, which, values):
    """Times move on by a second at least; few rows were told a time that is not over yet."""
    connection = op.get_bind()
    now = datetime.now(timezone.utc).replace(microsecond=0)
    ahead = connection.execute(sa.select(table.c.changed_at).where(which, table.c.changed_at >= now).distinct())
    later = sorted((row.changed_at for row in ahead.all()), reverse=True)
    for told in later:  # the last first: none is met twice
        moved = told.replace(microsecond=0) + timedelta(seconds=1)
        connection.execute(sa.update(table).where(which, table.c.changed_at == told).values(changed_at=moved, **values))
    rest = table.c.changed_at < now
    connection.execute(sa.update(table).where(which, rest).values(changed_at=now, **values))
