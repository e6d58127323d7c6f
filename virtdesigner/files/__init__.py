"""Files: the program's own format, importers of what users already have, recorded loads. No Qt, no engine."""
