"""How a cloud service grows and shrinks with its load."""

from virtdesigner.model.fields import quantity
from virtdesigner.model.parts.base import Part


class Scaling(Part):
    """A rule that switches members of a service on and off: those that are off in the design are its spares.

    It looks at the mean CPU use of the members that run, of what their vCPUs can do.
    """

    label = "Scaling"

    out_above: float = quantity(
        75, "%", 1, 100, "CPU use above which another member starts.", label="Scale out above", estimate=True,
    )  # fmt: skip
    in_below: float = quantity(
        30, "%", 0, 99, "CPU use below which a member stops.", label="Scale in below", estimate=True,
    )  # fmt: skip
    minimum: int = quantity(1, "", 0, 10_000, "Members that always run.", label="At least")
    maximum: int = quantity(10, "", 1, 10_000, "Members that run at most.", label="At most")
    cooldown: float = quantity(
        60, "s", 1, 86_400, "Time between two changes.", label="Wait between changes", estimate=True,
    )  # fmt: skip
