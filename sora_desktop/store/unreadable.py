"""What everybody in the store raises for a text that is not what it should be."""


class UnreadableError(ValueError):
    """Text that is not a value of the type that was asked for."""
