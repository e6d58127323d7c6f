"""What may lie in what, what may be linked with what, and what is wrong or risky in a design."""

from virtdesigner.rules.judge import judge

__all__ = ["judge"]
