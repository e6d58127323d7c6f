"""The design itself: immutable records in tables, the changes between them, and their history.

Knows no element kind, no simulation and no screen. `kinds` declares what can be drawn, `rules` what may lie
where.
"""
