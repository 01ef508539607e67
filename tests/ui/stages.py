"""What tests look at on the stage."""

from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.stage.panel import StagePanel
from sora_desktop.ui.stage.player import Player
from sora_desktop.ui.stage.scrubber import Scrubber
from sora_desktop.ui.stage.video_surface import VideoSurface
from tests.support.finding import child


def player(stage: StagePanel) -> Player:
    return child(stage, Player)


def surface(stage: StagePanel) -> VideoSurface:
    return child(stage, VideoSurface)


def slider(stage: StagePanel) -> Scrubber:
    return child(stage, Scrubber, "positionSlider")


def said(stage: StagePanel) -> list[str]:
    return [label.text() for label in surface(stage).findChildren(PlainLabel) if label.isVisible() and label.text()]
