"""The catalogue: the seed's nine ids, and what orientation and length mean for each."""

from typing import Any

import pytest

from sora_desktop.domain.catalog import CATALOG, SECONDS_CHOICES, VideoModel, fitting
from sora_desktop.domain.shapes import Shape, Size
from tests.support.rows import rows

SEED_IDS = (
    "sora2-landscape-4s",
    "sora2-landscape-8s",
    "sora2-landscape-12s",
    "sora2-portrait-4s",
    "sora2-portrait-8s",
    "sora2-portrait-12s",
    "sora2-pro-720p",
    "sora2-pro-1080p",
    "sora2-pro-true-1080p",
)


def by_id(model_id: str) -> VideoModel:
    return next(model for model in CATALOG if model.id == model_id)


def test_the_catalogue_holds_the_seeds_nine_models_in_its_order() -> None:
    assert tuple(model.id for model in CATALOG) == SEED_IDS


@rows("model", CATALOG, ids=lambda model: model.id)
def test_a_name_that_encodes_orientation_and_length_fixes_both(model: VideoModel) -> None:
    named = [word for word in model.id.split("-") if word in list(Shape)]
    seconds = [int(word[:-1]) for word in model.id.split("-") if word[:-1].isdigit() and word.endswith("s")]

    assert model.shapes == (tuple(named) or (Shape.LANDSCAPE, Shape.PORTRAIT))
    assert (model.fixes_size, model.fixes_seconds) == (bool(named), bool(seconds))
    assert model.lengths == (tuple(seconds) or SECONDS_CHOICES)


@pytest.mark.parametrize(
    ("model_id", "landscape", "portrait"),
    [
        ("sora2-pro-720p", "1280x720", "720x1280"),
        ("sora2-pro-1080p", "1792x1024", "1024x1792"),
        ("sora2-pro-true-1080p", "1920x1080", "1080x1920"),
    ],
)
def test_pro_models_have_the_size_of_their_class_and_its_turned_twin(
    model_id: str, landscape: str, portrait: str
) -> None:
    model = by_id(model_id)

    assert str(model.settle_size(Shape.LANDSCAPE)) == landscape
    assert str(model.settle_size(Shape.PORTRAIT)) == portrait
    assert "sizes" in model.assumed


def test_true_1080p_is_offered_if_the_account_has_it_and_1080p_is_about_that_size() -> None:
    assert [model.id for model in CATALOG if model.if_enabled] == ["sora2-pro-true-1080p"]
    assert [model.id for model in CATALOG if model.about_size] == ["sora2-pro-1080p"]


@rows(
    ("orientation", "seconds", "expected"),
    [
        (None, None, SEED_IDS),
        (Shape.PORTRAIT, 8, ("sora2-portrait-8s", *SEED_IDS[6:])),
        (Shape.LANDSCAPE, None, (*SEED_IDS[:3], *SEED_IDS[6:])),
        (None, 20, SEED_IDS[6:]),
        (Shape.LANDSCAPE, 4, ("sora2-landscape-4s", *SEED_IDS[6:])),
    ],
)
def test_orientation_and_length_narrow_the_catalogue(
    orientation: Shape | None, seconds: int | None, expected: Any
) -> None:
    assert tuple(model.id for model in fitting(CATALOG, orientation, seconds)) == expected


def test_any_means_the_models_own_default_and_a_fixed_value_wins() -> None:
    pro, fixed = by_id("sora2-pro-720p"), by_id("sora2-portrait-12s")

    hd = Size(1280, 720)

    assert (pro.settle_size(None), pro.settle_seconds(None)) == (hd, 4)
    assert (pro.settle_size(Shape.PORTRAIT), pro.settle_seconds(16)) == (hd.turned(), 16)
    assert (fixed.settle_size(Shape.LANDSCAPE), fixed.settle_seconds(4)) == (hd.turned(), 12)


@rows("text", ["", "x", "1280", "1280x", "0x720", "-1x2", "axb"])
def test_a_size_that_is_none_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Size.parse(text)


def test_a_size_reads_back_what_it_writes() -> None:
    assert Size.parse("1792X1024") == Size(1792, 1024)
    assert Shape.from_aspect_ratio("9:16") is Shape.PORTRAIT
    with pytest.raises(ValueError, match="4:3"):
        Shape.from_aspect_ratio("4:3")
