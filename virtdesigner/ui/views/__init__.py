"""Views: other pictures of the same design, beside the physical one of the canvas."""
