"""The logical view: guests as they see themselves, in the networks that they can talk in."""

from virtdesigner.ui.views.logical.view import LogicalView

__all__ = ["LogicalView"]
