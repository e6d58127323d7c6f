"""Messages without words: a code with parameters, put into a sentence by whoever shows it."""

from dataclasses import dataclass

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Message:
    """A code such as "cannot-lie-in" and its parameters, as sorted pairs so that messages can be compared."""

    code: str
    parameters: tuple[tuple[str, Value], ...] = ()

    def __getitem__(self, name: str) -> Value:
        """The parameter `name`. Raises KeyError when the message has none of that name."""
        return dict(self.parameters)[name]


def message(code: str, **parameters: Value) -> Message:
    """A message of `code` with the given parameters."""
    return Message(code, tuple(sorted(parameters.items())))
