"""From a design to arrays, one table a module; `engine.compiled` puts them together."""
