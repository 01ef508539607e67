"""The end of a process of the app's own: with its exit code, whatever hangs, and after what asked to be taken down."""

import subprocess
import sys
import threading

import pytest

from sora_desktop.studio.last_moment import LastMoment
from sora_desktop.studio.pool import Pool
from tests.support.patience import patient

HANGS = """
import sys, threading
from concurrent.futures import ThreadPoolExecutor
from sora_desktop.studio.last_moment import LastMoment
last = LastMoment(0.05)
last.begin(1)
last.begin(7)
sys.stdout.write("what was said")
ThreadPoolExecutor(1).submit(threading.Event().wait)
threading.Event().wait()
"""
TAKEN_DOWN = """
import atexit
from sora_desktop.studio.last_moment import QuickEnd
class Left:
    def __del__(self):
        print("taken apart")
end = QuickEnd()
atexit.register(print, "taken down")
left = Left()
{code}
"""


def ended(code: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=patient())
    return done.returncode, done.stdout


def test_a_process_that_does_not_come_to_its_end_is_ended_with_its_code_and_all_that_it_said() -> None:
    assert (7, "what was said") == ended(HANGS)


def test_nothing_is_ended_before_closing_has_begun() -> None:
    codes: list[int] = []
    done = threading.Event()

    def end(code: int) -> None:
        codes.append(code)
        done.set()

    last = LastMoment(0.0, end)
    before = list(codes)
    last.begin(3)
    assert done.wait(patient())

    assert ([], [3]) == (before, codes)


@pytest.mark.parametrize(("code", "expected"), [("end.code = 3", 3), ("", 1), ("raise ValueError", 1)])
def test_what_asked_for_it_is_taken_down_and_the_rest_is_left(code: str, expected: int) -> None:
    assert (expected, "taken down\n") == ended(TAKEN_DOWN.format(code=code))


def test_the_end_of_a_pool_does_not_wait_for_what_hangs_and_drops_what_has_not_begun() -> None:
    pool, gate, done = Pool(1, "hangs"), threading.Event(), list[int]()
    running = pool.submit(gate.wait)
    waiting = pool.submit(done.append, 1)

    assert (False, True) == (pool.end(0.01), waiting.cancelled())
    gate.set()
    running.result(60)
    pool.shutdown(wait=True)
    assert [] == done


def test_a_pool_that_has_nothing_to_do_ends_with_its_threads() -> None:
    pool = Pool(2, "idle")
    pool.submit(int).result(60)

    assert pool.end()
