"""How a prompt is cut into shots."""

import pytest

from sora_desktop.animatic.shots import FPS, SHORTEST_SHOT, clean, cut, frame_counts

THREE = ["A fox wakes", "it runs over the hill", "a city at night"]


@pytest.mark.parametrize(
    "prompt",
    [
        "A fox wakes. it runs over the hill. a city at night",
        "A fox wakes, then it runs over the hill, and then a city at night",
        "A fox wakes, cut to it runs over the hill, smash cut to: a city at night",
        "A fox wakes; it runs over the hill; a city at night",
        "A fox wakes\nit runs over the hill\n\na city at night",
        "Shot 1: A fox wakes Shot 2: it runs over the hill Shot 3: a city at night",
        "[Shot 1] A fox wakes [Shot 2] it runs over the hill [Shot 3] a city at night",
        "Scene 1 - A fox wakes\nScene 2 - it runs over the hill\nScene 3 - a city at night",
        "0-3s: A fox wakes 3-6s: it runs over the hill 6-8s: a city at night",
        "A fox wakes, dann it runs over the hill, Schnitt auf a city at night",
    ],
)
def test_each_way_to_name_shots_is_understood(prompt: str) -> None:
    assert THREE == [text.rstrip(".") for text in cut(prompt, 8)]


def test_chinese_sentences_and_words_cut_without_spaces() -> None:
    assert ["一只狐狸在雪地里奔跑", "夜晚的城市"] == cut("一只狐狸在雪地里奔跑。夜晚的城市。", 8)
    assert ["一只狐狸醒来，", "夜晚的城市"] == cut("一只狐狸醒来，然后夜晚的城市", 8)
    assert ["一只狐狸", "城市"] == cut("镜头1：一只狐狸 镜头2：城市", 8)


@pytest.mark.parametrize(
    "prompt",
    [
        "A red fox runs through snow at dawn, slow pan left, low sun, breath in the cold air",
        "Authentic athenian statues, the scene is set in marble",
        "A 3.5 m wide boat, f/2.8, at 4.30 in the morning",
    ],
)
def test_what_names_no_second_shot_stays_one(prompt: str) -> None:
    assert [prompt] == cut(prompt, 20)


def test_a_sentence_that_only_speaks_of_the_camera_belongs_to_the_shot_before_it() -> None:
    assert ["A fox sleeps. Slow pan left.", "A wolf howls."] == cut("A fox sleeps. Slow pan left. A wolf howls.", 8)


def test_a_camera_sentence_at_the_start_belongs_to_the_shot_after_it() -> None:
    assert ["Slow zoom in. A fox sleeps."] == cut("Slow zoom in. A fox sleeps.", 8)


def test_a_short_clip_has_fewer_shots_and_loses_no_word() -> None:
    prompt = "One hen. Two ducks. Three squawking geese. Four limerick oysters. Five corpulent porpoises."

    shots = cut(prompt, 4)

    assert 4 * FPS // SHORTEST_SHOT == len(shots)
    assert prompt == " ".join(shots)


@pytest.mark.parametrize("prompt", ["", " \n\t ", "...", "\x00\x07\u202e\u2028"])
def test_a_text_without_words_is_one_shot(prompt: str) -> None:
    assert 1 == len(cut(prompt, 4))


def test_a_text_as_long_as_any_service_takes_is_cut_into_as_many_shots_as_there_is_room_for() -> None:
    shots = cut("A fox runs over the hill and looks back. " * 800, 20)

    assert 20 * FPS // SHORTEST_SHOT == len(shots)
    assert 800 == sum(text.count("fox") for text in shots)


def test_control_and_direction_characters_go_and_joined_emoji_stay_joined() -> None:
    assert "a b c d" == clean("a\x00b\u202ec\ufffdd")
    assert "👩‍🚀 नमस्ते" == clean("👩‍🚀 नमस्ते")
    assert "one\ntwo" == clean("one\r\ntwo".replace("\r\n", "\r"))


@pytest.mark.parametrize("frames", [24, 96, 97, 480])
@pytest.mark.parametrize("texts", [["a"], ["a", "b" * 300], ["short", "a longer text of a shot", "x" * 90]])
def test_the_frames_of_all_shots_are_exactly_the_clips(texts: list[str], frames: int) -> None:
    counts = frame_counts(texts, frames)

    assert frames == sum(counts)
    assert min(SHORTEST_SHOT, frames // len(texts)) <= min(counts)


def test_a_longer_text_gets_the_longer_shot() -> None:
    short, long = frame_counts(["A fox", "A wolf that follows the fox over three hills"], 192)

    assert long > short
