"""The simulation: pure functions over numpy arrays, one row per guest, host, link or LUN."""
