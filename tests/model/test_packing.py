from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.model.packing import (
    ASPECT,
    Rect,
    Size,
    balanced_width,
    bounds,
    misfit,
    shelves,
    width_for_rows,
)

GAP = Size(40, 48)
sizes = st.lists(
    st.builds(Size, st.integers(1, 30).map(lambda n: n * 20.0), st.integers(1, 30).map(lambda n: n * 20.0)),
    min_size=1,
    max_size=20,
)


def rows(rects: tuple[Rect, ...]) -> int:
    return len({rect.y for rect in rects})


@given(sizes, st.integers(1, 8))
def test_no_more_rows_than_asked_for(boxes: list[Size], most: int) -> None:
    assert rows(shelves(boxes, width_for_rows(boxes, GAP, most), GAP)) <= most


def test_sixteen_equal_boxes_in_four_rows_make_four_columns() -> None:
    made = shelves([Size(100, 50)] * 16, width_for_rows([Size(100, 50)] * 16, GAP, 4), GAP)
    assert (rows(made), len({rect.x for rect in made})) == (4, 4)


@given(sizes)
def test_no_shelf_of_one_row_or_one_column_fits_better(boxes: list[Size]) -> None:
    best = bounds(shelves(boxes, balanced_width(boxes, GAP), GAP))
    for width in (0.0, 1e6):
        other = bounds(shelves(boxes, width, GAP))
        # Widths are tried in steps of a twentieth; the widest lies within the last of them.
        assert misfit(best.width, best.height) <= misfit(other.width, other.height)


def test_the_best_fit_has_the_shape_of_the_canvas() -> None:
    # Of the same area, the one nearest to ASPECT is seen largest.
    fits = {width: misfit(width, 10_000 / width) for width in (50.0, 100 * ASPECT**0.5, 200.0)}
    assert min(fits, key=lambda width: fits[width]) == 100 * ASPECT**0.5
