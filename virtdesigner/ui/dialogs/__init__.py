"""Dialogs: the questions and pages that open over the window."""
