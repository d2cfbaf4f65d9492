"""Ids of a demo, so that its records bear the same ones from the same seed. Made as `db.record.new_uid` makes them."""

import random
from collections.abc import Callable
from datetime import datetime
from itertools import count
from uuid import UUID

VERSION, VARIANT, STEPS = 7, 0b10, 1 << 12  # RFC 9562: a moment, a count within it, and luck


def of_seed(seed: int, at: datetime) -> Callable[[], str]:
    """Each is larger than the one before, as the order of rows relies on."""
    luck, numbers, began = random.Random(seed), count(), int(at.timestamp() * 1000)

    def made() -> str:
        later, step = divmod(next(numbers), STEPS)
        top = (began + later) << 16 | VERSION << 12 | step
        return str(UUID(int=top << 64 | VARIANT << 62 | luck.getrandbits(62)))

    return made
