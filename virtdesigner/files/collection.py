"""Reading without the garbage collector: what is read stays, so looking through it all the while is lost."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector from starting; on again afterwards, unless it was off before.

    It would start each time that so many new objects have come, and look through all that were read so far:
    two fifths of the time that opening 10,000 elements takes.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
