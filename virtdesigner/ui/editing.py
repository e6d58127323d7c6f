"""Editing: what is done to the selection from menus and keys: cut, copy, paste, delete, rename."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from virtdesigner.kinds.presets import Period
from virtdesigner.model import edits
from virtdesigner.model.change import add, update
from virtdesigner.model.edits import Clipping
from virtdesigner.model.fields import spec
from virtdesigner.model.room import settled
from virtdesigner.model.settings import SETTINGS_ID, Settings
from virtdesigner.rules.containment import containment_refusal
from virtdesigner.rules.fitting import fitted
from virtdesigner.ui.document import Document
from virtdesigner.ui.wording import kind_label


class Editing(QObject):
    """Edits of the selection of a document. `clipboard_changed`: there is something to paste now.

    told: tuple[Message], why some links of what was pasted were left out.
    """

    clipboard_changed = Signal()
    told = Signal(object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._clipping: Clipping | None = None

    @property
    def elements(self) -> tuple[str, ...]:
        """Ids of the selected elements."""
        return tuple(id for id in self._document.selection if id in self._document.design.elements)

    @property
    def can_paste(self) -> bool:
        """Something was copied."""
        return self._clipping is not None

    def copy(self) -> None:
        """Keep the selected elements for pasting."""
        if self.elements:
            self._clipping = edits.copy(self._document.design, self.elements)
            self.clipboard_changed.emit()

    def cut(self) -> None:
        """Keep the selected elements for pasting, and delete them."""
        self.copy()
        self._remove(self.tr("Cut"))

    def delete(self) -> None:
        """Delete the selected elements and links, and what can't be without them."""
        self._remove(self.tr("Delete"))

    def _remove(self, verb: str) -> None:
        ids = self._document.selection
        if ids:
            name = self._named(verb, ids)
            self._document.do(name, edits.delete(self._document.design, ids))

    def paste(self) -> None:
        """Add what was copied: into the selected element where it can lie there, else beside the original."""
        if self._clipping:
            self._add(self.tr("Paste"), self._clipping)

    def duplicate(self) -> None:
        """Add a copy of the selected elements beside them."""
        if self.elements:
            self._add(self.tr("Duplicate"), edits.copy(self._document.design, self.elements))

    def _add(self, verb: str, clipping: Clipping) -> None:
        design = self._document.design
        parent = self._parent_for(clipping)
        fit = fitted(design, edits.paste(design, clipping, parent))
        changes = settled(design, fit.changes)
        outermost = _outermost(clipping)
        name = self.tr("{verb} {what}").format(verb=verb, what=self._counted(outermost, clipping))
        if self._document.do(name, changes):
            made = [c.id for c in changes if c.table == "elements"]
            self._document.select([id for id in made if self._document.design.elements[id].parent == parent])
            if fit.left_out:
                self.told.emit(fit.left_out)

    def _parent_for(self, clipping: Clipping) -> str | None:
        """The selected element, one that it lies in, or where the original lies: the first that may."""
        design = self._document.design
        by_id = {element.id: element for element in clipping.elements}
        first = by_id[_outermost(clipping)[0]]
        tried: list[str | None] = []
        for id in self.elements:
            tried += [id, *(ancestor.id for ancestor in design.ancestors(id))]
        tried += [first.parent] if first.parent in design.elements else []
        fits = (p for p in tried if p not in by_id and not containment_refusal(design, first.kind, p))
        return next(fits, None)

    def select_all(self) -> None:
        """Select all elements."""
        self._document.select(tuple(self._document.design.elements))

    def set_period(self, period: Period) -> None:
        """Have the presets of a period offered in this design."""
        design = self._document.design
        after = design.settings.replace(period=period)
        stored = SETTINGS_ID in design.table("settings")
        change = update("settings", design.settings, after) if stored else add("settings", after)
        self._document.do(self.tr("Offer presets of {period}").format(period=_period_words(period)), [change])

    def _named(self, verb: str, ids: Sequence[str]) -> str:
        """What undo calls an edit of the selection."""
        elements = [self._document.design.elements[id] for id in ids if id in self._document.design.elements]
        if len(elements) == 1:
            what = elements[0].name
        elif elements:
            what = self.tr("{count} elements").format(count=len(elements))
        else:
            what = self.tr("link") if len(ids) == 1 else self.tr("{count} links").format(count=len(ids))
        return self.tr("{verb} {what}").format(verb=verb, what=what)

    def _counted(self, ids: Sequence[str], clipping: Clipping) -> str:
        if len(ids) > 1:
            return self.tr("{count} elements").format(count=len(ids))
        return next(element.name for element in clipping.elements if element.id == ids[0])


def _period_words(period: Period) -> str:
    return kind_label(dict(spec(Settings, "period").choices)[period]).lower()


def _outermost(clipping: Clipping) -> list[str]:
    inside = {element.id for element in clipping.elements}
    return [element.id for element in clipping.elements if element.parent not in inside]
