"""Who hears what happens in the studio."""

from collections.abc import Callable

from sora_desktop.domain.events import Event

Listener = Callable[[Event], None]


class EventBus:
    """Hands each event to every listener, in order, on the studio's thread."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear every event from now on; the answer ends it."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def emit(self, event: Event) -> None:
        for listener in tuple(self._listeners):
            listener(event)
