"""One worker's sweep as a process of its own: it says that it is ready, waits for a line, and tells what it did.

`python -m benchmarks.sweeper NETWORK AT MOST` is started by `benchmarks.crowd`.
"""

import json
import sys
import time
from datetime import datetime
from uuid import UUID

import django


def main(network: str, at: str, most: str) -> None:
    django.setup()
    from config.celery import search_what_is_loaded_no_more  # noqa: PLC0415 needs the settings above
    from core.tenancy import tenant_context  # noqa: PLC0415 as above
    from referrals.actions.pace import Pace  # noqa: PLC0415 as above
    from referrals.actions.sweep import sweep  # noqa: PLC0415 as above

    network_id, moment = UUID(network), datetime.fromisoformat(at)

    def batch(limit: int) -> int:
        with tenant_context(network_id):
            return sweep(network_id=network_id, at=moment, limit=limit)

    search_what_is_loaded_no_more()  # as a worker that starts
    batch(1)  # connected, planned, every holiday known
    print("ready", flush=True)
    sys.stdin.readline()
    dealt, times, pace = 0, [0.0], Pace()
    begun = time.perf_counter()
    while dealt < int(most):
        started = time.perf_counter()
        more = pace.deal(batch)
        if not more:
            break
        times.append(time.perf_counter() - started)
        dealt += more
    seconds = time.perf_counter() - begun
    print(json.dumps({"dealt": dealt, "seconds": seconds, "slowest": max(times)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
