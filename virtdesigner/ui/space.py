"""Lengths of the interface in device-independent pixels, on a grid of 4."""

from typing import Final

GRID: Final = 4
PANEL_PADDING: Final = 16
CARD_PADDING: Final = 12
CARD_PADDING_TIGHT: Final = 8

ROW_HEIGHT: Final = 27
CONTROL_HEIGHT: Final = 26
ICON: Final = 16

RADIUS_FIELD: Final = 5
RADIUS_GUEST: Final = 6
RADIUS_PANEL: Final = 8
RADIUS_SERVER: Final = 10

LINE: Final = 1.0
SELECTED_LINE: Final = 2.0
LINK_LINE: Final = 1.6
CONGESTED_LINE: Final = 3.0
HEAT_STRIPE: Final = 4

GUEST_WIDTH: Final = 132
GUEST_HEIGHT: Final = 58

MOTION_MS: Final = 150
