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
    from core.tenancy import tenant_context  # noqa: PLC0415 models need the settings above
    from referrals.actions.sweep import BATCH, sweep  # noqa: PLC0415 as above

    network_id, moment = UUID(network), datetime.fromisoformat(at)

    def batch(limit: int = BATCH) -> int:
        with tenant_context(network_id):
            return sweep(network_id=network_id, at=moment, limit=limit)

    batch(1)  # connected, planned, every holiday known
    print("ready", flush=True)
    sys.stdin.readline()
    dealt, times = 0, [0.0]
    begun = time.perf_counter()
    while dealt < int(most):
        started = time.perf_counter()
        more = batch()
        if not more:
            break
        times.append(time.perf_counter() - started)
        dealt += more
    seconds = time.perf_counter() - begun
    print(json.dumps({"dealt": dealt, "seconds": seconds, "slowest": max(times)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
