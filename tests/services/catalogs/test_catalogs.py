"""What services list of their models and prices, as they answer, and what the app makes of it."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from sora_desktop.domain.catalog import CATALOG, ImageRole
from sora_desktop.domain.errors import (
    BusyError,
    NoModelListError,
    NoPriceListError,
    ServiceError,
    ShieldError,
    WrongFormatError,
    WrongKeyError,
)
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.parameters import ParameterValue
from sora_desktop.domain.presets import Catalogue
from sora_desktop.domain.pricing import Cost, Doubt, Price, PriceList, PriceUnit
from sora_desktop.domain.pricing import estimate as estimate_of
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Size
from sora_desktop.services.catalogs import CATALOGS
from sora_desktop.services.catalogs.pages import Catalog, CatalogPage, PricePage
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.wire import Answer
from tests.support.rows import rows

OPENAI, OPENROUTER = CATALOGS[Catalogue.OPENAI_MODELS], CATALOGS[Catalogue.OPENROUTER_VIDEO]
NEW_API, LITELLM = CATALOGS[Catalogue.NEW_API_PRICING], CATALOGS[Catalogue.LITELLM_INFO]
HD, TALL = Size(1280, 720), Size(720, 1280)


def estimate(found: PriceList, model_id: str, size: Size, seconds: int, usual: tuple[Price, ...] = ()) -> Cost:
    """Of a request that sends no parameters."""
    return estimate_of(found, Request("a fox", replace(CATALOG[6], id=model_id, prices=usual), size, seconds))


def answer(body: Any, status: int = 200, **headers: str) -> Answer:
    return Answer(status, headers, json.dumps(body).encode())


def models(body: Any, catalog: Catalog = OPENAI) -> CatalogPage:
    return catalog.read_models(answer(body))


def prices(body: Any, catalog: Catalog) -> PricePage:
    return catalog.read_prices(answer(body))


def listed(*rows: Any, **more: Any) -> dict[str, Any]:
    return {"object": "list", "data": list(rows), **more}


def ids(page: CatalogPage) -> tuple[list[str], list[str]]:
    return [model.id for model in page.models], [model.id for model in page.doubtful]


@pytest.mark.parametrize(
    ("catalog", "path"),
    [
        (OPENAI, "/v1/models"),
        (OPENROUTER, "/api/v1/videos/models"),
        (NEW_API, "/api/pricing"),
        (LITELLM, "/v1/model/info"),
    ],
)
def test_a_list_is_asked_for_and_nothing_is_sent(catalog: Catalog, path: str) -> None:
    call = catalog.call()

    assert (call.method, call.path, call.json, call.form, call.files) == ("GET", path, None, (), ())


def test_each_list_that_a_preset_names_has_its_reader() -> None:
    assert set(CATALOGS) == set(Catalogue)


# ---------------------------------------------------------------- which of them make videos


LITELLM_LIST = listed(
    {"id": "gpt-5", "object": "model", "owned_by": "openai", "mode": "chat"},
    {"id": "sora-2", "object": "model", "owned_by": "openai", "mode": "video_generation"},
    {"id": "our-clips", "object": "model", "owned_by": "openai", "mode": "video_generation"},
    {"id": "in-house", "object": "model", "owned_by": "openai"},
    {"id": "kling-v2", "object": "model", "owned_by": "openai"},
)
SGLANG_LIST = listed(
    {
        "id": "Wan-AI/Wan2.2-I2V-A14B-Diffusers",
        "object": "model",
        "owned_by": "sglang",
        "task_type": "I2V",
        "supported_task_types": ["I2V"],
    }
)
NEW_API_LIST = {
    "success": True,
    "object": "list",
    "data": [
        {"id": "sora-2", "owned_by": "sora", "supported_endpoint_types": ["openai-video"]},
        {"id": "kling-v1", "owned_by": "kling", "supported_endpoint_types": ["openai"]},
        {"id": "gpt-5-mini", "owned_by": "openai", "supported_endpoint_types": ["openai"]},
    ],
}
OPENROUTER_CHAT_LIST = listed(
    {"id": "openai/gpt-5", "canonical_slug": "openai/gpt-5", "architecture": {"output_modalities": ["text"]}},
    {"id": "x/clips", "canonical_slug": "x/clips", "architecture": {"output_modalities": ["video"]}},
)


@rows(
    ("body", "sure", "doubtful", "tells"),
    [
        pytest.param(LITELLM_LIST, ["sora-2", "our-clips", "kling-v2"], ["in-house"], True, id="litellm"),
        pytest.param(SGLANG_LIST, ["Wan-AI/Wan2.2-I2V-A14B-Diffusers"], [], True, id="sglang"),
        pytest.param(NEW_API_LIST, ["sora-2", "kling-v1"], [], True, id="new-api"),
        pytest.param(OPENROUTER_CHAT_LIST, ["x/clips"], [], True, id="openrouter-chat"),
        pytest.param(
            listed({"id": "/models/Wan2.2-TI2V-5B", "owned_by": "vllm"}),
            ["/models/Wan2.2-TI2V-5B"],
            [],
            False,
            id="vllm",
        ),
        pytest.param(listed({"id": "a"}, {"id": "sora-2"}), ["sora-2"], ["a"], False, id="ids"),
        pytest.param(["sora-2", "b", "b", 4, None], ["sora-2"], ["b"], False, id="texts"),
        pytest.param({"data": {"sora-2": {}, "c": {"mode": "chat"}}}, ["sora-2"], [], True, id="by-id"),
        pytest.param({"models": [{"name": "veo-3.1"}]}, ["veo-3.1"], [], False, id="by-name"),
        pytest.param(listed({"id": "m", "type": "video"}, {"id": "n", "type": "image"}), ["m"], [], True, id="type"),
        pytest.param(listed(), [], [], False, id="empty"),
    ],
)
def test_video_models_are_told_from_others_as_far_as_the_list_says(
    body: Any, sure: list[str], doubtful: list[str], tells: bool
) -> None:
    page = models(body)

    assert ids(page) == (sure, doubtful)
    assert page.tells_kinds is tells
    assert [model.id for model in page.all] == [*sure, *doubtful]


def test_what_is_left_out_is_counted() -> None:
    assert (models(LITELLM_LIST).left_out, models(NEW_API_LIST).left_out, models(listed()).left_out) == (1, 1, 0)


@rows(
    ("told", "roles"),
    [
        ({"task_type": "T2V"}, []),
        ({"task_type": "I2V"}, [ImageRole.FIRST]),
        ({"task_type": "TI2V"}, [ImageRole.FIRST]),
        ({"task_type": "ModelTaskType.T2V"}, []),
        ({"supported_task_types": ["T2V", "I2V"]}, [ImageRole.FIRST]),
        ({"supported_task_types": ["FLF2V"]}, [ImageRole.FIRST, ImageRole.LAST]),
        ({"task": "image-to-video"}, [ImageRole.FIRST]),
        ({}, [ImageRole.FIRST]),
    ],
)
def test_a_task_says_which_pictures_go_along(told: dict[str, Any], roles: list[ImageRole]) -> None:
    (model,) = models(listed({"id": "m", **told})).all

    assert [slot.role for slot in model.images] == roles


@rows(
    ("told", "least"),
    [
        (["I2V"], 1),
        (["FLF2V"], 1),
        (["TI2V"], 0),
        (["T2V", "I2V"], 0),
        (["T2I", "I2V"], 1),
    ],
)
def test_what_makes_nothing_out_of_words_alone_needs_a_first_frame(told: list[str], least: int) -> None:
    (model,) = models(listed({"id": "m", "supported_task_types": told})).all
    slot = model.slot(ImageRole.FIRST)

    assert (slot.least if slot else None) == least


def test_an_engine_for_open_models_is_asked_with_a_seed_that_differs() -> None:
    (model,) = models(SGLANG_LIST).models

    assert [each.id for each in model.parameters] == [
        "seed",
        "negative_prompt",
        "num_inference_steps",
        "guidance_scale",
        "fps",
        "num_frames",
    ]
    assert models(listed({"id": "sora-2"})).models[0].parameters == ()


@rows(
    ("row", "fps"),
    [
        ({"id": "Wan-AI/Wan2.2-T2V-A14B-Diffusers", "task_type": "T2V"}, 16),
        ({"id": "Wan-AI/Wan2.2-TI2V-5B-Diffusers", "owned_by": "vllm"}, None),
        ({"id": "somebody/unheard-of-video", "owned_by": "vllm"}, None),
        ({"id": "my-video", "model behind": "hosted_vllm/somebody/unheard-of"}, None),
    ],
)
def test_what_an_engine_serves_has_a_seed_whatever_it_is_and_the_frames_that_it_was_made_for(
    row: dict[str, Any], fps: int | None
) -> None:
    """Without a seed four takes are the same clip; without frames a second Wan's 14B is stretched over 24."""
    (model,) = models(listed(row)).all
    asked = model.parameter("fps")

    assert asked is not None
    assert (fps, True) == (asked.default, model.parameter("seed") is not None)


# ---------------------------------------------------------------- what is known by an id


@rows(
    ("model_id", "name", "size", "lengths"),
    [
        ("sora2-portrait-8s", "Sora 2", TALL, (8,)),
        ("sora2-pro-1080p", "Sora 2 Pro 1080p", Size(1792, 1024), (4, 8, 12, 16, 20)),
        ("sora-2", "Sora 2", HD, (4, 8, 12)),
        ("openai/sora-2-pro", "Sora 2 Pro", HD, (4, 8, 12, 16, 20)),
        ("sora-2-pro-2025-10-06", "Sora 2 Pro", HD, (4, 8, 12, 16, 20)),
        ("Wan-AI/Wan2.2-TI2V-5B-Diffusers", "Wan 2.2 TI2V 5B", Size(1280, 704), (1, 2, 3, 4, 5)),
        ("/data/models/Wan2.2-T2V-A14B/", "Wan 2.2 T2V 14B", HD, (1, 2, 3, 4, 5)),
        ("Wan-AI/Wan2.1-T2V-1.3B-Diffusers", "Wan 2.1 T2V 1.3B", Size(832, 480), (1, 2, 3, 4, 5)),
        ("Lightricks/LTX-2", "LTX-2", Size(1280, 704), tuple(range(1, 11))),
        ("hunyuanvideo-community/HunyuanVideo", "HunyuanVideo", HD, (5,)),
        ("google/veo-3.1-fast", "Veo 3.1 Fast", HD, (4, 6, 8)),
        ("nobody-knows", "nobody-knows", HD, (4, 8)),
    ],
)
def test_what_the_list_leaves_open_is_known_or_assumed(
    model_id: str, name: str, size: Size, lengths: tuple[int, ...]
) -> None:
    (model,) = models(listed({"id": model_id})).all

    assert (model.id, model.title, model.sizes[0], model.every_length) == (model_id, name, size, lengths)
    assert "sizes" in model.assumed


@rows(
    ("model_id", "is_one"),
    [
        ("sora-2", True),
        ("kling-v2-image-to-video", True),
        ("pixverse/v5", True),
        ("acme-t2v-large", True),
        ("kling-image", False),
        ("wan2.1-t2i", False),
        ("video-understanding-8b", False),
        ("qwen3-vl", False),
        ("gpt-5", False),
        ("llama-3.3-70b", False),
        ("swan-7b", False),
    ],
)
def test_an_id_sounds_like_that_of_a_video_model_or_not(model_id: str, is_one: bool) -> None:
    assert bool(models(listed({"id": model_id})).models) is is_one


def test_the_nine_of_the_seed_are_as_the_app_has_them() -> None:
    found = {model.id: model for model in models(listed(*({"id": each.id} for each in CATALOG))).models}

    assert [found[each.id].sizes for each in CATALOG] == [each.sizes for each in CATALOG]
    assert [found[each.id].fixes for each in CATALOG] == [each.fixes for each in CATALOG]
    assert [found[each.id].assumed for each in CATALOG] == [each.assumed for each in CATALOG]


def test_a_list_that_says_more_is_believed() -> None:
    row = {
        "id": "clips",
        "display_name": "Clips\u202e<b>one</b>\n",
        "supported_sizes": ["1920x1080", "1280x720", "0x0", "99999x1", "wide", 7],
        "supported_durations": ["5", 10, "15s", 2.5, -1, True, None, 1e9],
    }
    (model,) = models(listed(row)).all

    assert (model.title, model.sizes, model.lengths) == (
        "Clips <b>one</b>",
        (HD, Size(1920, 1080)),
        (5, 10, 15),
    )
    assert model.assumed == ()


# ---------------------------------------------------------------- OpenRouter


VEO = {
    "id": "google/veo-3.1",
    "canonical_slug": "google/veo-3.1",
    "name": "Google: Veo 3.1",
    "supported_resolutions": ["720p", "1080p"],
    "supported_aspect_ratios": ["16:9", "9:16"],
    "supported_sizes": ["1280x720", "720x1280", "1920x1080", "1080x1920"],
    "supported_durations": [4, 6, 8],
    "supported_frame_images": ["first_frame", "last_frame"],
    "generate_audio": True,
    "seed": True,
    "pricing_skus": {"duration_seconds_with_audio": "0.40", "duration_seconds_without_audio": "0.20"},
    "allowed_passthrough_parameters": [],
}
GROK = {
    "id": "x-ai/grok-imagine-video",
    "name": "Grok Imagine Video",
    "supported_resolutions": ["480p", "720p"],
    "supported_aspect_ratios": ["16:9", "1:1"],
    "supported_sizes": None,
    "supported_durations": list(range(1, 16)),
    "supported_frame_images": ["first_frame"],
    "generate_audio": None,
    "seed": None,
    "pricing_skus": {"cents_per_video_output_second_480p": "5", "cents_per_video_output_second_720p": "7"},
}


def test_openrouter_tells_nearly_all_of_an_entry() -> None:
    veo, grok = models(listed(VEO, GROK), OPENROUTER).models

    assert (veo.title, veo.sizes[0], len(veo.sizes), veo.lengths, veo.assumed) == (
        "Google: Veo 3.1",
        HD,
        4,
        (4, 6, 8),
        (),
    )
    assert [slot.role for slot in veo.images] == [ImageRole.FIRST, ImageRole.LAST]
    assert [each.id for each in veo.parameters] == ["seed", "generate_audio"]
    assert (grok.sizes, grok.length_range and grok.length_range.most, grok.lengths, grok.assumed) == (
        (HD, Size(854, 480), Size(480, 480), Size(720, 720)),
        15,
        (),
        ("sizes",),
    )
    assert ([slot.role for slot in grok.images], grok.parameters) == ([ImageRole.FIRST], ())


@rows(
    ("skus", "size", "seconds", "amount"),
    [
        ({"duration_seconds_with_audio": "0.40", "duration_seconds_without_audio": "0.20"}, HD, 8, "3.20"),
        ({"per-video-second": "0.50", "per-video-second-1080p": "0.75"}, HD, 4, "2.00"),
        ({"per-video-second": "0.50", "per-video-second-1080p": "0.75"}, Size(1920, 1080), 4, "3.00"),
        ({"duration_seconds_480p": 0.05, "duration_seconds_720p": 0.1}, TALL, 5, "0.5"),
        ({"cents_per_second_output": "17", "cents_per_second_output_1080p": "29"}, HD, 5, "0.85"),
        ({"cents_per_second_output": "17", "cents_per_second_output_1080p": "29"}, Size(1080, 1920), 5, "1.45"),
        (
            {"text_to_video_duration_seconds_720p": "0.08", "image_to_video_duration_seconds_720p": "0.10"},
            HD,
            10,
            "0.80",
        ),
        ({"duration_seconds": "0.13", "reference_images": "0.04"}, HD, 6, "0.78"),
        ({"duration_seconds": "0.13", "video_to_video_duration_seconds": "0.9", "audio_seconds": "0.5"}, HD, 6, "0.78"),
        ({"cents_per_megapixel_second": "4"}, HD, 6, None),
        ({"per_generation": "0.5"}, HD, 8, "0.5"),
        ({"video_tokens": "0.0000012"}, HD, 8, None),
        ({"video_tokens": "0.0000107", "duration_seconds": "0.1"}, HD, 8, "0.8"),
        ({"duration_seconds": "free"}, HD, 8, None),
        ({"duration_seconds": "0"}, HD, 8, None),
        ({"duration_seconds": -1}, HD, 8, None),
        ({"duration_seconds_4k": "0.9"}, HD, 8, None),
        (None, HD, 8, None),
        ("0.40", HD, 8, None),
    ],
)
def test_openrouters_prices_are_those_of_the_frame_that_is_asked_for(
    skus: Any, size: Size, seconds: int, amount: str | None
) -> None:
    body = listed({**VEO, "pricing_skus": skus})
    (model,) = models(body, OPENROUTER).models
    cost = estimate(PriceList(), model.id, size, seconds, usual=model.prices)

    assert cost.amount == (None if amount is None else Decimal(amount))
    assert prices(body, OPENROUTER).prices == model.prices


@pytest.mark.parametrize(
    ("skus", "amounts"),
    [
        ({"duration_seconds_with_audio": "0.40", "duration_seconds_without_audio": "0.20"}, ("1.60", "1.60", "0.80")),
        ({"duration_seconds_without_audio": "0.20"}, ("0.80", "0.80", "0.80")),
        (
            {
                "duration_seconds_with_audio_720p": "0.40",
                "duration_seconds_without_audio_720p": "0.20",
                "duration_seconds_with_audio_1080p": "0.90",
            },
            ("1.60", "1.60", "0.80"),
        ),
        ({"duration_seconds": "0.30"}, ("1.20", "1.20", "1.20")),
    ],
)
def test_openrouters_price_without_sound_holds_for_what_asks_for_none(
    skus: dict[str, str], amounts: tuple[str, str, str]
) -> None:
    """Nothing said, sound asked for, none asked for."""
    (model,) = models(listed({**VEO, "pricing_skus": skus}), OPENROUTER).models
    said = ((), (ParameterValue("generate_audio", True),), (ParameterValue("generate_audio", False),))
    asked = [Request("a fox", model, HD, 4, parameters=each) for each in said]

    assert [Decimal(each) for each in amounts] == [estimate_of(PriceList(), each).amount for each in asked]


@pytest.mark.parametrize(
    ("skus", "amounts"),
    [
        ({"text_to_video_duration_seconds": "0.08", "image_to_video_duration_seconds": "0.10"}, ("0.32", "0.40")),
        ({"duration_seconds": "0.08", "image_to_video_duration_seconds": "0.06"}, ("0.32", "0.24")),
        ({"image_to_video_duration_seconds": "0.10"}, ("0.40", "0.40")),
        (
            {
                "text_to_video_duration_seconds_with_audio": "0.2",
                "text_to_video_duration_seconds_without_audio": "0.1",
                "image_to_video_duration_seconds_with_audio": "0.3",
                "image_to_video_duration_seconds_without_audio": "0.15",
            },
            ("0.8", "1.2"),
        ),
    ],
)
def test_openrouters_price_follows_whether_a_picture_goes_along(skus: dict[str, str], amounts: tuple[str, str]) -> None:
    (model,) = models(listed({**VEO, "pricing_skus": skus}), OPENROUTER).models
    fox = InputImage(url="https://example.com/fox.png")
    asked = [Request("a fox", model, HD, 4, images) for images in ((), (fox,))]

    assert [Decimal(each) for each in amounts] == [estimate_of(PriceList(), each).amount for each in asked]


def test_tokens_are_counted_as_their_maker_says_and_others_stay_unknown() -> None:
    skus = {
        "video_tokens": "0.0000107",
        "video_tokens_without_audio": "0.00000535",
        "video_tokens_with_video_input": "0.0000064",
    }
    seedance, other = models(
        listed(
            {**VEO, "id": "bytedance/seedance-2.0", "pricing_skus": skus}, {**VEO, "id": "else/x", "pricing_skus": skus}
        ),
        OPENROUTER,
    ).models
    silent = (ParameterValue("generate_audio", False),)
    asked = [Request("a fox", seedance, HD, 4, parameters=each) for each in ((), silent)]

    assert [Decimal("0.92448"), Decimal("0.46224")] == [estimate_of(PriceList(), each).amount for each in asked]
    assert () == other.prices
    assert {()} == {line.doubts for line in seedance.prices}, "no film goes along"


def test_what_a_model_passes_on_to_its_maker_stands_under_the_makers_name() -> None:
    allowed = ["negativePrompt", "personGeneration", "unheard-of"]
    veo, other = models(
        listed(
            {**VEO, "allowed_passthrough_parameters": allowed},
            {**VEO, "id": "alibaba/wan-2.7", "allowed_passthrough_parameters": ["negative_prompt"]},
        ),
        OPENROUTER,
    ).models

    assert ["seed", "generate_audio", "negativePrompt", "personGeneration"] == [each.id for each in veo.parameters]
    assert ["seed", "generate_audio"] == [each.id for each in other.parameters], "nobody says where they would stand"
    values = (ParameterValue("negativePrompt", "blur"), ParameterValue("personGeneration", "allow_adult"))
    body = FORMATS["openrouter"].create(Request("a fox", veo, HD, 4, parameters=values)).json
    assert {
        "options": {"google-vertex": {"parameters": {"negativePrompt": "blur", "personGeneration": "allow_adult"}}}
    } == (body or {})["provider"]


def test_where_sound_cannot_be_asked_for_its_price_without_it_says_nothing() -> None:
    silent = {**VEO, "generate_audio": None}

    assert {()} == {line.when for line in prices(listed(silent), OPENROUTER).prices}


def test_what_has_no_price_is_named_and_what_has_further_ones_says_that_it_may_cost_more() -> None:
    by_tokens = {**VEO, "id": "a", "pricing_skus": {"video_tokens": "0.1"}}
    with_pictures = {**VEO, "id": "b", "pricing_skus": {"duration_seconds": "0.1", "image_input": "0.5"}}
    unheard_of = {**VEO, "id": "c", "pricing_skus": {"duration_seconds": "0.1", "per_dream": "0.5"}}
    page = prices(listed(by_tokens, with_pictures, unheard_of, VEO), OPENROUTER)

    assert (page.currency, page.unknown) == ("USD", ("a",))
    assert {("b", (Doubt.PICTURES,)), ("c", (Doubt.FURTHER,)), (VEO["id"], ())} == {
        (line.model, line.doubts) for line in page.prices
    }


def test_a_charge_for_pictures_is_a_doubt_only_where_a_picture_goes_along() -> None:
    (model,) = models(
        listed({**VEO, "pricing_skus": {"duration_seconds": "0.1", "image_input": "0.5"}}), OPENROUTER
    ).models
    fox = InputImage(url="https://example.com/fox.png")
    costs = [estimate_of(PriceList(), Request("a fox", model, HD, 4, images)) for images in ((), (fox,))]

    assert [(Decimal("0.4"), False), (Decimal("0.4"), True)] == [(each.amount, each.is_least) for each in costs]


# ---------------------------------------------------------------- new-api


PRICING = {
    "success": True,
    "data": [
        {"model_name": "sora-2", "quota_type": 1, "model_price": 0.1, "enable_groups": ["default", "vip"]},
        {"model_name": "kling-v1", "quota_type": "1", "model_price": "0.5", "enable_groups": ["vip", "svip"]},
        {"model_name": "veo-3", "quota_type": 0, "model_ratio": 37.5, "model_price": 0, "enable_groups": ["default"]},
        {"model_name": "vidu-2", "quota_type": 1, "model_price": 0.2, "billing_expr": "x * 2", "enable_groups": []},
        {"model_name": "gpt-5", "quota_type": 0, "model_ratio": 0.6, "enable_groups": ["default"]},
    ],
    "group_ratio": {"default": 1, "vip": 0.8, "svip": 0.5},
    "usable_group": {"default": "", "vip": ""},
}


def test_new_apis_fixed_prices_are_worked_out_and_others_stay_unknown() -> None:
    page = prices(PRICING, NEW_API)
    found = PriceList(prices=page.prices)

    assert [
        estimate(found, "sora-2", HD, 8).amount,
        estimate(found, "sora-2", Size(1792, 1024), 12).amount,
        estimate(found, "kling-v1", HD, 5).amount,
        estimate(found, "veo-3", HD, 8).amount,
    ] == [Decimal("0.8"), Decimal("2.0000004"), Decimal("0.40"), None]
    assert (page.unknown, page.group) == (("veo-3", "vidu-2"), "default")
    assert "gpt-5" not in {line.model for line in page.prices}


UHD, PORTRAIT_FULL_HD = Size(3840, 2160), Size(1080, 1920)


@rows(
    ("model_id", "price", "size", "seconds", "billed", "is_least"),
    [
        ("sora-2", "0.1", HD, 8, "0.8", False),
        ("sora-2-hd", "0.1", HD, 8, "0.8", False),
        ("sora-2-pro-2025-10-06", "0.3", Size(1024, 1792), 4, "2.0000004", False),
        ("openai/sora-2", "0.1", HD, 12, "1.2", False),
        ("veo-3.1-generate-preview", "0.4", HD, 8, "3.2", False),
        ("veo-3.1-generate-preview", "0.4", UHD, 8, "4.8", False),
        ("veo-3.1-fast-generate-preview", "0.15", UHD, 4, "1.3999998", False),
        ("veo-3.0-generate-001", "0.4", Size(1920, 1080), 6, "2.4", False),
        ("wan2.5-i2v-preview", "0.05", Size(832, 480), 5, "0.25", False),
        ("wan2.5-i2v-preview", "0.05", HD, 5, "0.5", False),
        ("wan2.5-i2v-preview", "0.03", PORTRAIT_FULL_HD, 10, "1.0000002", False),
        ("wan2.2-i2v-plus", "0.02", PORTRAIT_FULL_HD, 5, "0.5", False),
        ("wan2.7-t2v", "0.05", HD, 10, "0.5", True),
        ("kling-v2-6", "0.5", HD, 10, "0.5", True),
        ("MiniMax-Hailuo-02", "0.5", HD, 10, "0.5", True),
        ("video-of-tomorrow", "0.5", HD, 10, "0.5", True),
    ],
)
def test_new_apis_fixed_price_is_multiplied_as_the_models_channel_does(
    model_id: str, price: str, size: Size, seconds: int, billed: str, is_least: bool
) -> None:
    """Of a family that nobody knows it is said what it costs at least, and never a sum that looks exact."""
    row = {"model_name": model_id, "quota_type": 1, "model_price": float(price), "enable_groups": ["default"]}
    page = prices({"success": True, "data": [row], "group_ratio": {"default": 1}}, NEW_API)

    cost = estimate(PriceList(prices=page.prices), model_id, size, seconds)
    assert (cost.amount, cost.is_least) == (Decimal(billed), is_least)


@rows(
    ("groups", "ratios", "doubts"),
    [
        (["default", "vip"], {"default": 1, "vip": 3}, (Doubt.GROUP,)),
        (["default"], {"default": 1, "vip": 3}, ()),
        (["default", "vip"], {"default": 1, "vip": 0.8}, ()),
        ([], {"default": 1, "vip": 3}, (Doubt.GROUP,)),
        (["vip"], {"default": 1, "vip": 3}, ()),
    ],
)
def test_where_another_group_pays_more_the_price_is_the_least(groups: Any, ratios: Any, doubts: Any) -> None:
    row = {"model_name": "sora-2", "quota_type": 1, "model_price": 0.1, "enable_groups": groups}
    page = prices({"success": True, "data": [row], "group_ratio": ratios}, NEW_API)

    assert {doubts} == {line.doubts for line in page.prices}


@rows(
    ("groups", "ratios", "amount"),
    [
        (["default"], {"default": 2, "vip": 1}, "0.2"),
        (["vip"], {"default": 2, "vip": 3}, "0.3"),
        (["a", "b"], {"a": 2, "b": 4, "c": 9}, "0.4"),
        (["all"], {"default": 2}, "0.2"),
        (None, {}, "0.1"),
        (["gone"], {"default": 2}, None),
    ],
)
def test_the_ratio_is_that_of_a_group_that_has_the_model(groups: Any, ratios: Any, amount: str | None) -> None:
    row = {"model_name": "sora-2", "quota_type": 1, "model_price": 0.1, "enable_groups": groups}
    page = prices({"success": True, "data": [row], "group_ratio": ratios}, NEW_API)

    assert estimate(PriceList(prices=page.prices), "sora-2", HD, 1).amount == (Decimal(amount) if amount else None)


def test_new_apis_pricing_is_a_list_of_models_too() -> None:
    assert ids(models(PRICING, NEW_API)) == (["sora-2", "kling-v1", "veo-3", "vidu-2"], ["gpt-5"])


# ---------------------------------------------------------------- LiteLLM


def deployment(name: str, **info: Any) -> dict[str, Any]:
    return {"model_name": name, "litellm_params": {"model": f"openai/{name}"}, "model_info": {"id": "7f", **info}}


def test_litellms_prices_are_by_the_second_and_the_dearest_deployment_counts() -> None:
    body = {
        "data": [
            deployment("sora-2", mode="video_generation", output_cost_per_video_per_second=0.1),
            deployment("sora-2", mode="video_generation", output_cost_per_second="0.12"),
            deployment(
                "sora-2-pro", mode="video_generation", output_cost_per_second_1080p=0.5, output_cost_per_second=0.3
            ),
            deployment("wan", mode="video_generation", output_cost_per_second=0.0),
            deployment("gpt-5", mode="chat", output_cost_per_token=0.00001),
        ]
    }
    page = prices(body, LITELLM)
    found = PriceList(prices=page.prices)

    assert [
        estimate(found, "sora-2", HD, 10).amount,
        estimate(found, "sora-2-pro", HD, 10).amount,
        estimate(found, "sora-2-pro", Size(1920, 1080), 10).amount,
        estimate(found, "wan", HD, 10).amount,
    ] == [Decimal("1.20"), Decimal("3.0"), Decimal("5.0"), None]
    assert page.unknown == ("wan",)
    assert ids(models(body, LITELLM)) == (["sora-2", "sora-2-pro", "wan"], [])


# ---------------------------------------------------------------- what can go wrong


EVERY = list(CATALOGS.values())


def reader_of(catalog: Catalog) -> Any:
    return catalog.read_models if catalog.tells_models else catalog.read_prices


@pytest.mark.parametrize("catalog", EVERY, ids=lambda each: each.id)
@pytest.mark.parametrize(
    ("found", "kind"),
    [
        pytest.param(answer({"detail": "Not Found"}, 404), NoModelListError, id="no route"),
        pytest.param(answer({"error": {"message": "Job not found"}}, 404), NoModelListError, id="gone"),
        pytest.param(answer({"error": "Method Not Allowed"}, 405), NoModelListError, id="not allowed"),
        pytest.param(answer({"error": {"message": "LLM Provider NOT provided"}}, 400), NoModelListError, id="litellm"),
        pytest.param(answer({"success": False, "message": "off"}), NoModelListError, id="switched off"),
        pytest.param(answer({"data": "none"}), WrongFormatError, id="no list"),
        pytest.param(answer({"error": {"message": "No connected db."}}, 400), WrongKeyError, id="no connected db"),
        pytest.param(answer({"error": "Unauthorized"}, 401), WrongKeyError, id="wrong key"),
        pytest.param(answer({"error": {"message": "slow down"}}, 429), BusyError, id="busy"),
        pytest.param(answer({"error": {"message": "oops"}}, 502), BusyError, id="broken"),
        pytest.param(
            Answer(200, {"content-type": "text/html"}, b"<!doctype html><title>Shop</title>"),
            WrongFormatError,
            id="web page",
        ),
        pytest.param(
            Answer(403, {"content-type": "text/html", "cf-ray": "1"}, b"<html>Just a moment...</html>"),
            ShieldError,
            id="shield",
        ),
        pytest.param(Answer(200, {}, b""), WrongFormatError, id="nothing"),
    ],
)
def test_a_list_that_is_none_is_told_as_what_it_is(catalog: Catalog, found: Answer, kind: type[ServiceError]) -> None:
    with pytest.raises(kind) as caught:
        catalog.read_models(found)

    assert "billed" not in str(caught.value.sentence)
    assert isinstance(caught.value, NoModelListError) is (kind is NoModelListError)


def test_a_service_without_prices_says_so() -> None:
    for catalog in (each for each in EVERY if each.tells_prices):
        with pytest.raises(NoPriceListError):
            catalog.read_prices(answer({"detail": "Not Found"}, 404))


@pytest.mark.parametrize("catalog", EVERY, ids=lambda each: each.id)
def test_three_thousand_models_are_listed_and_more_are_cut(catalog: Catalog) -> None:
    rows = [{"id": f"clip-video-{number}", "mode": "video_generation"} for number in range(3_000)]
    page = models(listed(*rows, *rows), catalog)

    assert (len(page.all), page.is_cut) == (3_000, True)
    assert not models(listed(*rows), catalog).is_cut


@pytest.mark.parametrize("catalog", EVERY, ids=lambda each: each.id)
def test_a_list_of_ten_megabytes_is_read_within_its_bounds(catalog: Catalog) -> None:
    row = {
        "id": "sora-2",
        "description": "x" * 200,
        "sizes": ["1280x720"] * 300,
        "pricing_skus": {"duration_seconds": 1},
    }
    page = models(listed(*({**row, "id": f"sora-2-{number}"} for number in range(3_500))), catalog)

    assert 0 < len(page.all) <= 3_500
    assert page.is_cut
    assert all(len(model.sizes) <= 200 for model in page.all)


@rows("model_id", ["", " ", "a\nb", "x\x00", "y\u202e", " padded", "z" * 301, 7, None, ["list"], {"id": "inner"}])
def test_an_id_that_cannot_be_sent_as_it_is_is_no_entry(model_id: Any) -> None:
    assert models(listed({"id": model_id}, {"id": "sora-2"})).all == models(listed({"id": "sora-2"})).all


def test_a_model_that_stands_twice_is_listed_once() -> None:
    page = models(listed({"id": "sora-2", "name": "One"}, {"id": "sora-2", "name": "Two"}))

    assert [model.title for model in page.all] == ["One"]


def test_prices_say_nothing_twice() -> None:
    page = prices(listed(VEO, VEO), OPENROUTER)

    assert page.prices == (
        Price("google/veo-3.1", Decimal("0.40"), PriceUnit.SECOND),
        Price("google/veo-3.1", Decimal("0.20"), PriceUnit.SECOND, when=(("generate_audio", False),)),
    )


def test_behind_a_litellm_proxy_a_model_is_known_by_what_it_is_there() -> None:
    rows = {"my-wan": "hosted_vllm/Wan-AI/Wan2.2-TI2V-5B-Diffusers", "wan2.2": "hosted_vllm/Wan-AI/Wan2.2-T2V-A14B"}
    told = [
        {"model_name": name, "litellm_params": {"model": behind}, "model_info": {}} for name, behind in rows.items()
    ]
    mine, theirs = models({"data": told}, LITELLM).models

    assert ("my-wan", "my-wan", Size(1280, 704), 5) == (mine.id, mine.title, mine.sizes[0], mine.settle_seconds(None))
    assert ("wan2.2", "Wan2.2", (), True) == (theirs.id, theirs.title, theirs.images, "sizes" in theirs.assumed)
