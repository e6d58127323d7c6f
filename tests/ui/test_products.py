"""The matrix of products in the window: rows, search, period, and where a cell is said."""

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidgetItem
from pytestqt.qtbot import QtBot

from virtdesigner.kinds.presets import PRESETS, Period, matrix
from virtdesigner.ui.dialogs.products import NOT_APPLICABLE, ProductsDialog


def shown(dialog: ProductsDialog) -> list[str]:
    rows = range(dialog.table.rowCount())
    return [dialog.table.verticalHeaderItem(row).text() for row in rows if not dialog.table.isRowHidden(row)]


@pytest.fixture
def dialog(qtbot: QtBot) -> ProductsDialog:
    made = ProductsDialog("today")
    qtbot.addWidget(made)
    return made


def test_every_product_and_feature_has_its_place(dialog: ProductsDialog) -> None:
    assert shown(dialog) == [row.label for row in matrix().rows]
    assert dialog.table.columnCount() == len(matrix().columns)


def test_a_cell_says_what_the_matrix_says_and_where_it_is_said(dialog: ProductsDialog) -> None:
    for line, row in enumerate(matrix().rows):
        for place, column in enumerate(matrix().columns):
            item = cast("QTableWidgetItem", dialog.table.item(line, place))
            cell = row.cells.get(column.code)
            assert item.text() == (cell.text if cell else NOT_APPLICABLE)
            assert cell is None or cell.source.document in item.toolTip()


def test_search_looks_at_names_and_cells(dialog: ProductsDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.search, "paravirtual")
    assert "Xen 4 PV" in shown(dialog)
    assert not any("ESXi" in name for name in shown(dialog))


@pytest.mark.parametrize("period", ["today", "2006"])
def test_only_those_of_the_period_where_asked_for(period: Period, qtbot: QtBot) -> None:
    dialog = ProductsDialog(period)
    qtbot.addWidget(dialog)
    qtbot.mouseClick(dialog.current, Qt.MouseButton.LeftButton, pos=dialog.current.rect().center())
    dialog.current.setChecked(True)
    wanted = [row.label for row in matrix().rows if PRESETS[row.preset].current(period)]
    assert shown(dialog) == wanted
    assert 0 < len(wanted) < len(matrix().rows)
