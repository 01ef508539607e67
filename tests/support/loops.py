"""Running a coroutine on the loop that the window runs on: asyncio inside Qt."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from tests.support.until import turns

T = TypeVar("T")


class RunGui(Protocol):
    """The fixture `run_gui`."""

    def __call__(self, scenario: Coroutine[Any, Any, T]) -> T: ...


def gui_runner(application: QApplication) -> RunGui:
    """A `run_gui` over `application`; each call has a fresh loop that is closed at its end."""

    def run_gui(scenario: Coroutine[Any, Any, T]) -> T:
        loop_errors: list[str] = []
        make_loop: Callable[[], asyncio.AbstractEventLoop] = lambda: _strict_loop(application, loop_errors)  # noqa: E731 -- named for the reader
        with asyncio.Runner(loop_factory=make_loop) as runner:
            result = runner.run(_leaving_nothing(scenario))
        assert loop_errors == []
        return result

    return run_gui


def _strict_loop(application: QApplication, errors: list[str]) -> asyncio.AbstractEventLoop:
    loop: asyncio.AbstractEventLoop = QEventLoop(application)

    def note(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        errors.append(f"{context.get('message')}: {context.get('exception')!r}")
        loop.default_exception_handler(context)

    loop.set_exception_handler(note)
    return loop


async def _leaving_nothing(scenario: Coroutine[Any, Any, T]) -> T:
    result = await scenario
    assert await tasks_left() == []
    return result


async def tasks_left() -> list[str]:
    """The names of tasks that still run beside the caller, once everything due has happened."""
    await turns()
    return [repr(task) for task in asyncio.all_tasks() if task is not asyncio.current_task()]
