"""Whatever the window shows can be read and hit: nothing is cut, covered, outside, too small or too pale.

Here is a sample: each state in large letters of a long language in the smallest window, and once in another dress, so
chosen that each language, theme and size of text is seen in each size of window. All in everything: `scripts/soak seen`.
"""

import pytest
from PySide6.QtWidgets import QApplication

from sora_desktop.domain.settings import Theme
from sora_desktop.tour.album import LANGUAGES, SIZES, TEXTS, THEMES, USUAL_SIZE, Look
from sora_desktop.tour.states import STATES
from tests.support.loops import RunGui
from tests.ui.seen.dress import faults, wardrobe

_SIZES = (*SIZES, USUAL_SIZE)
_SMALLEST = SIZES[0]
_PALE = ("first-start", "compose", "playing", "every-job", "disk-full", "choose", "doctor", "models", "settings")
"""They show every kind of control between them."""


def sample() -> list[Look]:
    """Each state once, those in the same dress one after another."""
    return sorted((_look(number) for number in range(len(STATES))), key=lambda look: LANGUAGES.index(look.language))


def _look(number: int) -> Look:
    turn, of_language = divmod(number, len(LANGUAGES))
    theme, text = divmod(of_language, len(TEXTS))
    return Look(
        tuple(STATES)[number],
        LANGUAGES[of_language],
        THEMES[theme % len(THEMES)],
        TEXTS[text],
        _SIZES[turn % len(_SIZES)],
    )


@pytest.fixture(autouse=True)
def _true_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the machine of the test has for its own text."""
    monkeypatch.setattr("sora_desktop.ui.theme.font_pixels", lambda: 13)


async def found(application: QApplication, looks: list[Look]) -> list[str]:
    """Contrasts are measured where that is quick: a larger window has the same colours."""
    async with wardrobe(application) as clothes:
        told = [await faults(clothes, each, contrast=_is_judged(each)) for each in looks]
    return [fault for each in told for fault in each]


def _is_judged(look: Look) -> bool:
    return look.size == _SMALLEST and (look.text < max(TEXTS) or look.state in _PALE)


def test_the_sample_has_all_there_is_and_each_pair_with_a_size_of_window() -> None:
    looks = sample()

    assert set(STATES) == {each.state for each in looks}
    assert len(LANGUAGES) * len(_SIZES) == len({(each.language, each.size) for each in looks})
    assert len(THEMES) * len(_SIZES) == len({(each.theme, each.size) for each in looks})
    assert len(TEXTS) * len(_SIZES) == len({(each.text, each.size) for each in looks})
    assert len(THEMES) * len(TEXTS) == len({(each.theme, each.text) for each in looks})


def test_in_large_letters_of_a_long_language_in_the_smallest_window(qapp: QApplication, run_gui: RunGui) -> None:
    looks = [Look(state, "en_XA", Theme.LIGHT, max(TEXTS), _SMALLEST) for state in STATES]

    assert [] == run_gui(found(qapp, looks))


def test_in_every_language_theme_and_size(qapp: QApplication, run_gui: RunGui) -> None:
    assert [] == run_gui(found(qapp, sample()))


def test_words_and_edges_stand_out_from_a_dark_ground(qapp: QApplication, run_gui: RunGui) -> None:
    assert [] == run_gui(found(qapp, [Look(state, size=_SMALLEST) for state in _PALE]))
