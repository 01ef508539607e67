"""The geometry of fitting a picture into a frame."""

import pytest
from PySide6.QtCore import QRectF

from sora_desktop.domain.image import Fit, FitMode
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.compose.fit_paint import contained, crop_frame, moved_focus, same_shape

WIDE = Size(1280, 720)
FOUR_BY_THREE = Size(4000, 3000)
PICTURE = QRectF(0, 0, 400, 300)


def test_a_crop_of_a_taller_picture_is_as_wide_as_it_and_in_its_middle() -> None:
    assert QRectF(0, 37.5, 400, 225) == crop_frame(PICTURE, WIDE, Fit())


@pytest.mark.parametrize(("focus", "top"), [(0.0, 0.0), (0.5, 37.5), (1.0, 75.0)])
def test_the_frame_follows_the_focus_up_to_the_edge_of_the_picture(focus: float, top: float) -> None:
    assert top == crop_frame(PICTURE, WIDE, Fit(FitMode.CROP, 0.5, focus)).top()


def test_a_move_never_leads_the_focus_where_the_frame_does_not_follow() -> None:
    """Else the way back would begin with steps that do nothing."""
    at_the_end = moved_focus(Fit(FitMode.CROP, 0.5, 0.95), FOUR_BY_THREE, WIDE, 0, 1)

    assert pytest.approx(0.625) == at_the_end.focus_y
    assert pytest.approx(0.605) == moved_focus(at_the_end, FOUR_BY_THREE, WIDE, 0, -0.02).focus_y
    assert 0.5 == at_the_end.focus_x


def test_pictures_of_the_same_shape_lose_nothing_even_where_the_pixels_do_not_come_out_even() -> None:
    assert same_shape(Size(1920, 1080), WIDE)
    assert same_shape(Size(1281, 720), WIDE)
    assert not same_shape(FOUR_BY_THREE, WIDE)


def test_contained_is_in_the_middle_and_touches_two_sides() -> None:
    assert QRectF(10, 0, 80, 60) == contained(QRectF(0, 0, 100, 60), 4, 3)
