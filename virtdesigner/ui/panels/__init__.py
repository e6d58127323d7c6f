"""Panels: what stands around the canvas."""
