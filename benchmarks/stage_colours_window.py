"""One film through Qt's player: its frames turned into images by the stage and by Qt, and read by ffmpeg for comparison."""

import json
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import av
from av import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from PIL import Image
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoSink

from sora_desktop.domain.film import ColourTags
from sora_desktop.studio.films import rgb_converter
from sora_desktop.ui.stage.frame_images import image_of

SIZES = {"720p": (1280, 720), "1080p": (1920, 1080), "720p, ten bits": (1280, 720)}
ACROSS, DOWN = 16, 9
FRAMES = 24
EXACT = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
PATIENCE_MILLISECONDS = 20_000

Levels = list[tuple[int, ...]]


def fields(size: tuple[int, int], seed: int) -> Image.Image:
    """A board of colours drawn by lot; those in the middle of what a screen can show, as clipping hides a difference."""
    lot = random.Random(seed)
    colours = [tuple(lot.randrange(40, 216) for _ in range(3)) for _ in range(ACROSS * DOWN)]
    small = Image.new("RGB", (ACROSS, DOWN))
    small.putdata(colours)
    return small.resize(size, Image.Resampling.NEAREST)


def make_film(path: Path, kind: str) -> None:
    layout = "yuv420p10le" if "ten bits" in kind else "yuv420p"
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=24, options={"preset": "ultrafast", "crf": "8"})
        video.width, video.height = SIZES[kind]
        video.pix_fmt = layout
        video.codec_context.colorspace, video.codec_context.color_range = 1, ColorRange.MPEG
        for number in range(FRAMES):
            frame = VideoFrame.from_image(fields(SIZES[kind], number))
            planes = frame.reformat(format=layout, dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG)
            container.mux(video.encode(planes))
        container.mux(video.encode())


def by_ffmpeg(path: Path) -> Levels:
    """The colours in the middle of the fields of the first frame."""
    with av.open(str(path)) as container:
        picture = next(container.decode(video=0)).to_image(interpolation=EXACT).convert("RGB")
    return [tuple(picture.getpixel(place)) for place in places(*picture.size)]


def by_qt(image: QImage) -> Levels:
    pixels = [image.pixelColor(*place) for place in places(image.width(), image.height())]
    return [(pixel.red(), pixel.green(), pixel.blue()) for pixel in pixels]


def places(width: int, height: int) -> list[tuple[int, int]]:
    columns = [(2 * column + 1) * width // (2 * ACROSS) for column in range(ACROSS)]
    return [(x, (2 * row + 1) * height // (2 * DOWN)) for row in range(DOWN) for x in columns]


def farthest(expected: Levels, found: Levels) -> int:
    return max(abs(one - other) for pair in zip(expected, found, strict=True) for one, other in zip(*pair, strict=True))


def frames_of(application: QGuiApplication, path: Path, count: int) -> list[QVideoFrame]:
    """So many frames: Qt keeps the image that it has made of one, so that each can be measured only once."""
    player, sink = QMediaPlayer(), QVideoSink()
    player.setVideoSink(sink)
    player.setLoops(QMediaPlayer.Loops.Infinite.value)
    seen: list[QVideoFrame] = []

    def take(frame: QVideoFrame) -> None:
        if frame.isValid():
            seen.append(frame)
        if len(seen) >= count:
            application.quit()

    sink.videoFrameChanged.connect(take)
    player.setSource(QUrl.fromLocalFile(str(path)))
    player.play()
    QTimer.singleShot(PATIENCE_MILLISECONDS, application.quit)
    application.exec()
    player.stop()
    return seen


def timed(work: Callable[[], QImage]) -> float:
    """Milliseconds of a processor: how busy the machine is does not count."""
    before = time.thread_time()
    work()
    return (time.thread_time() - before) * 1000


def main() -> int:
    kind, folder, count = sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
    path = folder / "film.mp4"
    make_film(path, kind)
    QGuiApplication.setAttribute(Qt.ApplicationAttribute.AA_ForceRasterWidgets)
    frames = frames_of(QGuiApplication([]), path, count)
    quick, exact, tags = rgb_converter(), rgb_converter(), ColourTags()
    ways: dict[str, Callable[[QVideoFrame], QImage]] = {
        "ours": lambda frame: image_of(frame, quick, tags, exact=False),
        "exact": lambda frame: image_of(frame, exact, tags, exact=True),
        "qts": QVideoFrame.toImage,
    }
    truth, first = by_ffmpeg(path), min(frames, key=QVideoFrame.startTime)
    answer: dict[str, Any] = {}
    for name, way in ways.items():
        image = way(first)
        answer[f"{name}_off"] = None if image.isNull() else farthest(truth, by_qt(image))
    frames.remove(first)
    answer |= {name: [timed(partial(way, frame)) for frame in frames] for name, way in ways.items() if name != "qts"}
    answer["qts"] = []
    while frames:  # Qt keeps the image in the frame: both go, as they do in a player
        answer["qts"].append(timed(frames.pop().toImage))
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
