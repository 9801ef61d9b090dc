"""The agenda that a page is given, read as the server tells it."""

from typing import Any

from playwright.sync_api import Page

from server.agenda import wire

SHARDS = """async ([kinds, name]) => {
    const json = async (path) => (await fetch(path)).json()
    const { conferences } = await json('/api/conferences')
    const { id, manifest } = conferences.find((one) => one.name === name) ?? conferences[0]
    const { shards } = await json(`/agenda/${manifest}.json`)
    const read = async (kind) => await Promise.all(shards[kind].map((sha) => json(`/agenda/${sha}.json`)))
    return { id, shards: await Promise.all(kinds.map(read)) }
}"""


def agenda(page: Page, name: str = "") -> dict[str, Any]:
    """Return `id`, `items` and `people` of the conference of that name, else of the first; items name people by id."""
    found = page.evaluate(SHARDS, [["list", "people"], name])
    items, people = ([row for shard in shards for row in wire.read(shard)] for shards in found["shards"])
    ids = {one["number"]: one["id"] for one in people}
    for one in items:
        one["people"] = [ids[who] for who in one["people"]]
    return {"id": found["id"], "items": items, "people": people}
