"""Reads a database as phones do until its input is closed: `python -m tests.bench.reader DATABASE_URL`.

Prints "reading", and at the end one JSON object: reads, and the 99th percentile and the longest in milliseconds.
"""

import json
import select
import sys
import time
from statistics import quantiles

import sqlalchemy

QUERIES = (
    "SELECT id, slug, version, manifest FROM conference",
    "SELECT length(brotli) FROM agenda_shard WHERE kind = 'list' AND number = 0",
)
PAUSE = 0.002  # seconds; what is measured is waiting, not how much one process can read


def main() -> None:
    """Read, and tell how long it took."""
    engine = sqlalchemy.create_engine(sys.argv[1])
    took: list[float] = []
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        print("reading", flush=True)
        while not select.select([sys.stdin], [], [], PAUSE)[0]:
            began = time.perf_counter()
            for query in QUERIES:
                connection.exec_driver_sql(query).all()
            took.append((time.perf_counter() - began) * 1000)
    print(json.dumps({"reads": len(took), "p99": quantiles(took, n=100)[-1], "longest": max(took)}))


if __name__ == "__main__":
    main()
