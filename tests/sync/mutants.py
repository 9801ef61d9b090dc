"""`make sync-mutants`: breaks one rule of the sync at a time and sees the test that is named for it fail.

Each mutant is an exact edit in a copy of the tree; a pattern that is not there any more is a fault of this table.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
COPIED = (
    "server",
    "tests",
    "migrations",
    "pyproject.toml",
    "wsgi.py",
    "web/src",
    "web/package.json",
    "web/tsconfig.json",
)
DOOR, EXACTLY, MERGE, PAGES = (f"tests/sync/test_{name}.py" for name in ("door", "exactly_once", "merge", "pages"))
ANSWERS, RESET = "web/src/sync/answers.test.ts", "web/src/sync/reset.test.ts"
PROPERTIES = "tests/sync/test_merge_properties.py"
LONGEST = 180  # seconds a test may take before it counts as failed


@dataclass(frozen=True, slots=True)
class Mutant:
    """One broken rule: in each file the first text becomes the second, and the test has to notice."""

    rule: str
    edits: tuple[tuple[str, str, str], ...]
    test: str


def one(rule: str, file: str, was: str, becomes: str, test: str) -> Mutant:
    """Return a mutant of a single edit."""
    return Mutant(rule, ((file, was, becomes),), test)


BATCH, LOG, RULES = "server/sync/batch.py", "server/sync/log.py", "server/sync/merge.py"
ANSWER = "web/src/sync/answer.ts"
PHONE_OF_TESTS = "tests/sync/phone.py"
CLAMP = (BATCH, "base = min(edit.base, self.since) if self._by_phone", "base = edit.base if self._by_phone")

MUTANTS = (
    one(
        "no de-duplication by id",
        BATCH,
        'self._known = log.known(self.user_id, [raw["id"] for raw in mutations])',
        "self._known = {}",
        f"{DOOR}::test_the_same_body_again_changes_nothing_and_acks_alike",
    ),
    one(
        "Text: the last writer wins",
        RULES,
        "merge_text(base, ours, theirs, place.effort) if name in row.clock else (theirs, False)",
        "(theirs, False)",
        f"{DOOR}::test_typing_over_unpulled_text_then_deleting_loses_nothing",
    ),
    one(
        "a remove beats an add it had not seen",
        RULES,
        "if element in elements and place.edit.sees(*elements[element]):",
        "if element in elements:",
        f"{MERGE}::test_add_wins_over_a_remove_that_had_not_seen_it",
    ),
    one(
        "a delete always wins",
        RULES,
        'if any(not edit.sees(edited, device) for device, edited in row.clock.get("_by", {}).items()):',
        "if False:",
        f"{DOOR}::test_a_word_added_offline_outlives_a_delete",
    ),
    one(
        "a delete judged by the last writer alone",
        RULES,
        'for device, edited in row.clock.get("_by", {}).items()):',
        'for device, edited in [max(row.clock.get("_by", {"": 0}).items(), key=lambda one: one[1])]):',
        f"{DOOR}::test_typing_over_unpulled_text_then_deleting_loses_nothing",
    ),
    one(
        "a Value replaced in silence",
        RULES,
        "if stamp is None or place.edit.sees(*stamp) or current == value:",
        "if True:",
        f"{DOOR}::test_two_values_are_both_kept_until_one_is_settled",
    ),
    Mutant(
        "base not clamped to the proven cursor", (CLAMP,), f"{DOOR}::test_a_base_is_only_as_good_as_the_proven_cursor"
    ),
    Mutant(
        "base neither clamped nor zeroed after a reset",
        (
            CLAMP,
            (PHONE_OF_TESTS, 'self.outbox = [made | {"base": 0} for made in mutations]', "self.outbox = mutations"),
        ),
        f"{PAGES}::test_a_base_from_a_past_that_was_lost_hides_nothing",
    ),
    one(
        "a cursor one too far",
        "server/sync/pages.py",
        'return Page(packed, Place(last, log.head_of(user_id, last, place) or ""), more=True)',
        'return Page(packed, Place(last + 1, log.head_of(user_id, last + 1, place) or ""), more=True)',
        f"{PAGES}::test_one_row_at_a_time_over_moving_rows_misses_none_and_ends",
    ),
    one(
        "no check of the head",
        LOG,
        "return since.rev == 0 or head_of(user_id, since.rev, place) == since.head",
        "return True",
        f"{PAGES}::test_a_cursor_from_another_past_is_reset_and_nothing_is_applied",
    ),
    one(
        "a head of ids alone",
        LOG,
        'f"{head}{mutation_id}{received_at.isoformat()}"',
        'f"{head}{mutation_id}"',
        f"{PAGES}::test_the_same_changes_sent_again_after_a_restore_are_another_past",
    ),
    one(
        "a commit for each mutation",
        BATCH,
        'acks = [self._known.get(raw["id"]) or self._take(raw) for raw in takewhile(self._may_go_on, mutations)]',
        'acks = [ack for raw in mutations for ack in [self._known.get(raw["id"]) or self._take(raw)] '
        "if self._save() is None and self._lines.clear() is None and log.db.session.commit() is None]",
        f"{DOOR}::test_a_failure_in_mid_batch_leaves_nothing",
    ),
    one(
        "a poison item dropped",
        BATCH,
        "        ack = Ack(sent.id, result, problem)\n        self._log(sent, payload, ack)\n",
        "        ack = Ack(sent.id, result, problem)\n"
        "        if problem is None:\n            self._log(sent, payload, ack)\n",
        f"{DOOR}::test_a_bad_mutation_is_held_and_its_neighbours_are_not",
    ),
    one(
        "the row lock removed (PostgreSQL)",
        LOG,
        "_LOCKED = _PLACE.with_for_update()",
        "_LOCKED = _PLACE",
        f"{EXACTLY}::test_eight_phones_at_once_get_one_order_without_a_gap[postgresql]",
    ),
    Mutant(
        "deferred BEGIN (SQLite)",
        (
            ("server/core/db.py", '"BEGIN IMMEDIATE" if writing else "BEGIN"', '"BEGIN"'),
            # the turns within one process would hide it
            ("server/core/db.py", 'if db.engine.dialect.name != "sqlite":\n        yield', "if True:\n        yield"),
        ),
        f"{EXACTLY}::test_reading_before_writing_neither_fails_nor_loses[sqlite]",
    ),
    one(
        "the kind taken from the body, whatever the id names",
        BATCH,
        "if self._kinds.get(row_id, kind.name) != kind.name:",
        "if False:",
        f"{DOOR}::test_an_id_of_another_kind_is_held",
    ),
    one(
        "user_id taken from the body",
        "server/sync/routes.py",
        '    user_id = who.current_user_id()\n    if asked.get("user", user_id) != user_id:',
        '    user_id = asked.get("user", who.current_user_id())\n    if asked.get("user", user_id) != user_id:',
        "tests/sync/test_wire.py::test_records_of_one_student_are_not_taken_with_the_cookie_of_another",
    ),
    one(
        "phone: base not zeroed after a reset",
        ANSWER,
        "await tx.objectStore('outbox').put({ ...entry, base: 0, sent: true })",
        "await tx.objectStore('outbox').put({ ...entry, sent: true })",
        f"{RESET}::with base 0 and the old numbers",
    ),
    one(
        "phone: the archive not sent again after a reset",
        ANSWER,
        "await tx.objectStore('outbox').put({ ...entry, base: 0, sent: true })",
        "void entry",
        f"{RESET}::gets everything again that this phone ever sent",
    ),
    one(
        "phone: late answers accepted",
        ANSWER,
        "return sameCursor(cursor, since)",
        "return sameCursor(cursor, cursor)",
        f"{ANSWERS}::is not applied when the cursor has moved",
    ),
    one(
        "phone: the cursor moved before the rows, in a transaction of its own",
        ANSWER,
        "  const counts = await write(user, async (tx) => {\n    if (!(await standsAt(tx, since))) return null\n",
        "  await write(user, async (tx) => await tx.objectStore('meta').put(answer.cursor, 'cursor'))\n"
        "  const counts = await write(user, async (tx) => {\n",
        f"{ANSWERS}::leaves the cursor where it was",
    ),
    one(
        "phone: how far it has heard is not sent",
        "web/src/sync/request.ts",
        "top: (top as Cursor | undefined) ??",
        "top:",
        f"{RESET}::is noticed between two pages",
    ),
)


def copy(to: Path) -> None:
    """Copy what the tests need; packages are reached through links."""
    for name in COPIED:
        place = to / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, place)
    (to / "web/node_modules").symlink_to(ROOT / "web/node_modules")


def breaks(mutant: Mutant, tree: Path) -> str:
    """Apply the mutant, run its test, put the tree back; return "killed", "ALIVE" or what is wrong with the table."""
    before = {file: (tree / file).read_text(encoding="utf-8") for file, _was, _becomes in mutant.edits}
    try:
        for file, was, becomes in mutant.edits:
            text = (tree / file).read_text(encoding="utf-8")
            if text.count(was) != 1:
                return f"NOT FOUND once in {file}"
            (tree / file).write_text(text.replace(was, becomes), encoding="utf-8")
        return "killed" if fails(mutant.test, tree) else "ALIVE"
    finally:
        for file, text in before.items():
            (tree / file).write_text(text, encoding="utf-8")


def fails(test: str, tree: Path) -> bool:
    """Tell whether the test fails in that tree; a test that cannot be found raises."""
    place, _, name = test.partition("::")
    if place.startswith("web/"):
        words = ["npx", "--no-install", "vitest", "run", place.removeprefix("web/"), "-t", name]
        folder = tree / "web"
    else:
        words, folder = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", test], tree
    own = {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(words, cwd=folder, env=dict(os.environ) | own, capture_output=True, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return True
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{test} did not run: {done.stdout.decode()[-400:]}{done.stderr.decode()[-400:]}")
    return done.returncode == 1


def main(only: str = "") -> int:
    """Try all mutants, print a line each, and return 1 if one lives."""
    wanted = [mutant for mutant in MUTANTS if only in mutant.rule]
    skipped = [one for one in wanted if "[postgresql]" in one.test and not os.environ.get("HALLWAY_TEST_POSTGRESQL")]
    runnable = sorted({one.test for one in wanted if one not in skipped})
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        copy(tree)
        broken = [test for test in runnable if fails(test, tree)]
        if broken:
            print(f"These fail without any mutant: {broken}")
            return 1
        for mutant in wanted:
            began = time.perf_counter()
            found = "skipped (no PostgreSQL)" if mutant in skipped else breaks(mutant, tree)
            bad += found not in {"killed", "skipped (no PostgreSQL)"}
            print(f"{found:24} {mutant.rule:52} {mutant.test.split('::')[-1]} ({time.perf_counter() - began:.1f} s)")
    print(f"{len(wanted) - bad - len(skipped)} of {len(wanted)} killed, {len(skipped)} skipped")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
