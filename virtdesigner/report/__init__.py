"""What is handed to people: words for codes, results of runs, tables."""
