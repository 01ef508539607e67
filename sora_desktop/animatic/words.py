"""What the words of a prompt can mean to a picture: camera, framing, place, light, weather, subject, colour.

Which words mean it stands in `vocabulary`, under these names in small letters. Where the words of two meanings begin at
one place of the prompt, the meaning that comes first here is taken.
"""

from collections.abc import Mapping
from enum import StrEnum


class MoveKind(StrEnum):
    """What the camera does; the value is what the caption says."""

    PAN_LEFT = "pan left"
    PAN_RIGHT = "pan right"
    TILT_DOWN = "tilt down"
    TILT_UP = "tilt up"
    ZOOM_OUT = "zoom out"
    ZOOM_IN = "zoom in"
    PULL_BACK = "dolly out"
    PUSH_IN = "dolly in"
    ORBIT = "orbit"
    CRANE_DOWN = "crane down"
    CRANE_UP = "crane up"
    TRACK_LEFT = "track left"
    TRACK_RIGHT = "track right"
    HANDHELD = "handheld"
    AERIAL = "aerial"
    STATIC = "static"
    DRIFT = "slow drift"


class Framing(StrEnum):
    CLOSE = "close"
    WIDE = "wide"
    MEDIUM = "medium"


class ScenePlace(StrEnum):
    UNDERWATER = "underwater"
    SPACE = "space"
    ALLEY = "alley"
    CITY = "city"
    ROOM = "room"
    SEA = "sea"
    DESERT = "desert"
    FOREST = "forest"
    MOUNTAINS = "mountains"
    HILLS = "hills"


class Light(StrEnum):
    NEON = "neon"
    GOLDEN = "golden"
    DAWN = "dawn"
    DUSK = "dusk"
    NIGHT = "night"
    STORM = "storm"
    GREY = "grey"
    WARM = "warm"
    DAY = "day"


class Weather(StrEnum):
    RAIN = "rain"
    SNOW = "snow"
    FOG = "fog"
    WIND = "wind"
    STARS = "stars"
    CLOUDS = "clouds"
    FIRE = "fire"
    DUST = "dust"
    PETALS = "petals"


class SubjectKind(StrEnum):
    FOX = "fox"
    WOLF = "wolf"
    CAT = "cat"
    HORSE = "horse"
    DEER = "deer"
    BEAR = "bear"
    ELEPHANT = "elephant"
    WHALE = "whale"
    FISH = "fish"
    BIRD = "bird"
    ROBOT = "robot"
    CAR = "car"
    TRAIN = "train"
    BOAT = "boat"
    PLANE = "plane"
    ROCKET = "rocket"
    BALLOON = "balloon"
    LIGHTHOUSE = "lighthouse"
    HOUSE = "house"
    CAMPFIRE = "campfire"
    FLOWER = "flower"
    CUP = "cup"
    TREE = "tree"
    PERSON = "person"
    PLAIN = "plain"
    NOBODY = "nobody"


COLOURS: Mapping[str, str] = {
    "red": "#b3392f",
    "orange": "#d9772e",
    "yellow": "#e2b844",
    "green": "#4d8a4f",
    "teal": "#1f8a8c",
    "blue": "#2f62b8",
    "purple": "#7a4bb0",
    "pink": "#d9799a",
    "white": "#f2f0ea",
    "black": "#23252b",
    "brown": "#6f5138",
    "grey": "#8b9298",
}
"""What a colour is painted with, `#rrggbb`."""
