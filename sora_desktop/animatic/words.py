"""What the words of a prompt mean to a picture: camera, framing, place, light, weather, subject, colour.

Tables only. English first, with the everyday words of German, Chinese, Japanese, Spanish and French.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import TypeVar


class MoveKind(StrEnum):
    """What the camera does; the value is what the caption says."""

    PAN_LEFT = "pan left"
    PAN_RIGHT = "pan right"
    TILT_UP = "tilt up"
    TILT_DOWN = "tilt down"
    ZOOM_IN = "zoom in"
    ZOOM_OUT = "zoom out"
    PUSH_IN = "dolly in"
    PULL_BACK = "dolly out"
    ORBIT = "orbit"
    CRANE_UP = "crane up"
    CRANE_DOWN = "crane down"
    TRACK_LEFT = "track left"
    TRACK_RIGHT = "track right"
    HANDHELD = "handheld"
    AERIAL = "aerial"
    STATIC = "static"
    DRIFT = "slow drift"


class Framing(StrEnum):
    WIDE = "wide"
    MEDIUM = "medium"
    CLOSE = "close"


class ScenePlace(StrEnum):
    HILLS = "hills"
    MOUNTAINS = "mountains"
    FOREST = "forest"
    SEA = "sea"
    DESERT = "desert"
    CITY = "city"
    ALLEY = "alley"
    ROOM = "room"
    UNDERWATER = "underwater"
    SPACE = "space"


class Light(StrEnum):
    DAWN = "dawn"
    DAY = "day"
    GOLDEN = "golden"
    DUSK = "dusk"
    NIGHT = "night"
    NEON = "neon"
    STORM = "storm"
    GREY = "grey"
    WARM = "warm"


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
    BIRD = "bird"
    WHALE = "whale"
    FISH = "fish"
    PERSON = "person"
    ROBOT = "robot"
    CAR = "car"
    TRAIN = "train"
    BOAT = "boat"
    PLANE = "plane"
    ROCKET = "rocket"
    BALLOON = "balloon"
    HOUSE = "house"
    LIGHTHOUSE = "lighthouse"
    TREE = "tree"
    FLOWER = "flower"
    CUP = "cup"
    CAMPFIRE = "campfire"
    PLAIN = "plain"
    NOBODY = "nobody"


_LEFT = r"(?:to the |nach |a la |vers la |à |to |towards? the )?(?:left|links|izquierda|gauche)"
_RIGHT = r"(?:to the |nach |a la |vers la |à |to |towards? the )?(?:right|rechts|derecha|droite)"
_PAN = r"(?:pan(?:s|ning)?|schwenk(?:t|en)?|kameraschwenk|panoramique|panorámica|whip[- ]pan(?:s)?)"
_NO_DISH = r"(?<!in a )(?<!in the )(?<!on the )(?<!frying )(?<!baking )(?<!iron )(?<!hot )"
"""A bare "pan" after these is for cooking."""
_TRACK = r"(?:track(?:s|ing)?|truck(?:s|ing)?|travell?ing|slid(?:es?|ing)|fahrt)"
_PUSHES = r"(?:doll(?:y|ies|ying)|push(?:es|ing)?|mov(?:es?|ing)|creep(?:s|ing)?|glid(?:es?|ing)|camera)"

MOVE_WORDS: Mapping[MoveKind, str] = {
    MoveKind.PAN_LEFT: rf"{_PAN}(?: shot)?(?: \w+){{0,2}}? {_LEFT}|linksschwenk|向左平移|向左摇|左摇|镜头左移|左にパン",
    MoveKind.PAN_RIGHT: rf"{_PAN}(?: shot)?(?: \w+){{0,2}}? {_RIGHT}|{_NO_DISH}{_PAN}|rechtsschwenk|向右平移|向右摇|右摇|平移|摇镜头|右にパン|パン",
    MoveKind.TILT_DOWN: r"tilt(?:s|ing)?(?: \w+)? down|nach unten(?: schwenken)?|向下摇|下摇|俯摇",
    MoveKind.TILT_UP: r"tilt(?:s|ing)?(?: \w+)? up|tilt(?:s|ing)?|nach oben(?: schwenken)?|向上摇|上摇|仰摇",
    MoveKind.ZOOM_OUT: r"zoom(?:s|ing|t)?(?: \w+)?[- ](?:out|back)|heraus ?zoomen|rauszoom\w*|zoomt heraus|拉远|缩小|ズームアウト",
    MoveKind.ZOOM_IN: r"zoom(?:s|ing|t)?(?:(?: \w+)?[- ]in)?|hinein ?zoomen|reinzoom\w*|zoomt hinein|推近|放大|变焦|ズームイン",
    MoveKind.PULL_BACK: rf"pull(?:s|ing)?[- ](?:back|out|away)|{_PUSHES}[- ](?:out|back|away)|rückfahrt|后拉|拉镜头|镜头拉开",
    MoveKind.PUSH_IN: rf"{_PUSHES}[- ](?:in|forward|closer|into|through|towards?)|doll(?:y|ies|ying)|kamerafahrt|fährt heran|推进|推镜头|推轨|镜头推",
    MoveKind.ORBIT: r"orbit(?:s|ing)?|arc shot|circl(?:es?|ing) around|revolv(?:es?|ing)|360|umkreist|umkreisen|环绕|旋转镜头|回り込み",
    MoveKind.CRANE_DOWN: r"(?:crane|boom|jib)(?:s|ing)?(?: shot)? down|descend(?:s|ing)?|kran nach unten|下降镜头|降镜头",
    MoveKind.CRANE_UP: r"(?:crane|boom|jib)(?:s|ing)?(?: shot)?(?: up)?|camera (?:rises|rising)|kranfahrt|升镜头|升降|クレーン",
    MoveKind.TRACK_LEFT: rf"{_TRACK}(?: shot)?(?: \w+){{0,2}}? {_LEFT}|向左跟拍",
    MoveKind.TRACK_RIGHT: rf"{_TRACK}(?: shot)?(?: \w+){{0,2}}? {_RIGHT}|{_TRACK}(?: shot)|camera follows|following shot|steadicam|kamera folgt|跟拍|跟随|移动镜头",
    MoveKind.HANDHELD: r"hand-?held|shaky(?: cam)?|handkamera|wackelig|cámara en mano|手持",
    MoveKind.AERIAL: r"aerial|drone|bird'?s[- ]eye|fly-?over|fly(?:ing)? over|luftaufnahme|drohne\w*|vogelperspektive|航拍|鸟瞰|俯瞰|空撮",
    MoveKind.STATIC: r"static|locked[- ]?(?:off|down)?|still shot|fixed (?:shot|camera|frame)|tripod|no camera movement|statisch|feste kamera|stativ|固定镜头|固定机位|静止|定点",
}
SLOW = r"slow(?:ly)?|gentl[ey]|gradual(?:ly)?|subtle|smooth(?:ly)?|langsame?[rns]?|sanfte?[rns]?|lento|lentement|lent|缓慢|慢慢|慢速|缓缓|慢|ゆっくり"
FAST = r"fast|quick(?:ly)?|rapid(?:ly)?|swift(?:ly)?|whip|crash|schnelle?[rns]?|rasch|rápid[oa]|rapide|快速|迅速|急速|快|速い|素早く"

FRAMING_WORDS: Mapping[Framing, str] = {
    Framing.CLOSE: r"close-?[ -]?ups?|macro|extreme close|detail shot|portrait of|nahaufnahme|makro|großaufnahme|特写|微距|近景|クローズアップ|primer plano|gros plan",
    Framing.WIDE: r"wide|establishing|panoramic|vast|long shot|landscape|totale|weitwinkel|远景|全景|广角|大远景|plan large",
}

PLACE_WORDS: Mapping[ScenePlace, str] = {
    ScenePlace.UNDERWATER: r"under-?water|coral|reef|seabed|deep sea|ocean floor|kelp|unterwasser\w*|korallenriff|水下|海底|珊瑚|水中|submarino",
    ScenePlace.SPACE: r"outer space|in space|space ?(?:ship|station|craft|walk)|galax(?:y|ies)|nebula|planets?|orbiting earth|cosmos|cosmic|weltraum|weltall|galaxie|太空|宇宙|星系|银河|星云",
    ScenePlace.ALLEY: r"alley(?:way)?s?|back ?street|narrow street|street|lane|market|bazaar|gasse|straße|小巷|巷子|胡同|街道|街头|夜市|路地|callejón|ruelle",
    ScenePlace.CITY: r"city|cities|skyline|skyscrapers?|downtown|metropolis|urban|rooftops?|manhattan|new york|tokyo|london|shanghai|hong kong|stadt|skyline|großstadt|城市|都市|天际线|高楼|上海|东京|北京|ciudad|ville",
    ScenePlace.ROOM: r"room|interior|indoors?|kitchen|bakery|caf[eé]|coffee shop|workshop|studio|library|office|bedroom|pottery|potter|table|desk|restaurant|bar|zimmer|küche|bäckerei|werkstatt|innenraum|tisch|室内|房间|厨房|咖啡馆|书房|桌|部屋|cocina|intérieur",
    ScenePlace.SEA: r"sea|ocean|waves?|beach|coast(?:al|line)?|shore|harbou?r|bay|lake|river|surf|island|whales?|dolphins?|meer|ozean|strand|küste|hafen|see|welle|大海|海洋|海|海边|海浪|湖|河|江|沙滩|港|mar|mer|playa|océano",
    ScenePlace.DESERT: r"desert|dunes?|sahara|canyon|mars|martian|savann?ah?|wüste|düne|沙漠|沙丘|大漠|砂漠|desierto|désert",
    ScenePlace.FOREST: r"forests?|woods?|woodland|jungle|pines?|trees|bamboo|grove|redwoods?|wald|bäume|dschungel|森林|树林|丛林|竹林|竹|林|森|bosque|forêt",
    ScenePlace.MOUNTAINS: r"mountains?|peaks?|alps|alpine|himalayas?|cliffs?|glacier|summit|valley|volcano|ridge|fjords?|berge?n?|gebirge|gletscher|gipfel|tal|山|山脉|雪山|高山|峡谷|悬崖|montañas?|montagnes?",
    ScenePlace.HILLS: r"hills?|meadow|fields?|prairie|grassland|steppe|farm|countryside|wheat|plains?|garden|park|wiese|feld|hügel|weizen\w*|草原|草地|田野|麦田|原野|山坡|稻田|乡村|campo|champ|pré",
}

LIGHT_WORDS: Mapping[Light, str] = {
    Light.NEON: r"neon|cyberpunk|synthwave|vaporwave|blade runner|fluorescent|霓虹|赛博朋克|ネオン",
    Light.GOLDEN: r"golden (?:hour|light)|late afternoon|magic hour|backlit|autumn|wheat|goldene stunde|abendlicht|herbst|黄金时刻|金色|夕照|秋天|秋|otoño|hora dorada|automne",
    Light.DAWN: r"dawn|sun-?rise|daybreak|early morning|first light|low sun|morning|morgen\w*|sonnenaufgang|黎明|清晨|日出|拂晓|早晨|朝|夜明け|amanecer|aube",
    Light.DUSK: r"dusk|sun-?set|twilight|evening|blue hour|abend|dämmerung|sonnenuntergang|黄昏|日落|傍晚|暮色|夕阳|夕暮れ|atardecer|crépuscule",
    Light.NIGHT: r"night(?:time)?|midnight|moon(?:light|lit)?|starry|stars|dark|nacht|nachts|mond\w*|夜晚|夜|月光|月亮|星空|午夜|noche|luna|nuit",
    Light.STORM: r"storm(?:y|s)?|thunder(?:storm)?|lightning|tempest|hurricane|tornado|sturm|gewitter|blitz|暴风|风暴|雷|闪电|嵐|tormenta|orage",
    Light.GREY: r"fog(?:gy)?|mist(?:y)?|overcast|haz[ey]|cloudy|grey day|rain(?:s|y|ing)?|drizzle|nebel|trüb|bewölkt|regen|雾|阴天|薄雾|雨|霧|niebla|lluvia|brume|pluie",
    Light.WARM: r"candle(?:light|lit)?|warm light|lamp(?:light)?|cozy|cosy|fireplace|firelight|campfire|kerze\w*|warmes licht|gemütlich|烛光|暖光|温暖|灯笼|lámpara|bougie",
    Light.DAY: r"noon|midday|day(?:light|time)?|sunny|bright|blue sky|summer|spring|mittag|sonnig|sommer|frühling|tag|中午|正午|白天|晴天|阳光|夏天|春天|昼|día|soleado|jour|été",
}

WEATHER_WORDS: Mapping[Weather, str] = {
    Weather.RAIN: r"rain(?:s|y|ing|storm|fall)?|drizzle|downpour|storm(?:y)?|thunderstorm|monsoon|regen|regnet|gewitter|雨|下雨|暴雨|雨天|lluvia|pluie",
    Weather.SNOW: r"snow(?:s|y|ing|fall|flakes?|field|storm)?|blizzard|winter|frost(?:y)?|ic[ey]|schnee\w*|verschneit|雪|下雪|雪地|大雪|冬天|冰|nieve|neige",
    Weather.FOG: r"fog(?:gy)?|mist(?:y)?|haz[ey]|steam|smok[ey]|breath|nebel|dunst|雾|薄雾|烟|蒸汽|霧|niebla|brume",
    Weather.WIND: r"wind(?:y|swept)?|breeze|gusts?|wind(?:ig)?|风|微风|大风|viento|vent",
    Weather.STARS: r"stars?|starry|milky way|galaxy|sternen?\w*|星星|星空|繁星|银河|estrellas|étoiles",
    Weather.CLOUDS: r"clouds?|cloudy|overcast|wolken?|云|云海|nubes|nuages",
    Weather.FIRE: r"fire|flames?|embers?|sparks?|burning|lava|campfire|bonfire|feuer|flammen|funken|火|火焰|篝火|fuego|feu",
    Weather.DUST: r"dust(?:y)?|sand(?:storm)?|pollen|staub|sand|尘|沙尘|扬尘|polvo",
    Weather.PETALS: r"petals?|cherry blossoms?|sakura|confetti|falling leaves|leaves|kirschblüten?|blätter|laub|花瓣|樱花|落叶|桜|pétalos",
}

SUBJECT_WORDS: Mapping[SubjectKind, str] = {
    SubjectKind.FOX: r"fox(?:es)?|vixen|fuchs|füchse|狐狸|狐|zorro|renard",
    SubjectKind.WOLF: r"wol(?:f|ves)|dogs?|pupp(?:y|ies)|husky|coyote|hound|hunde?|wölfe|狼|狗|犬|小狗|perro|lobo|chien|loup",
    SubjectKind.CAT: r"cats?|kittens?|tigers?|lions?|leopards?|panthers?|cheetahs?|katzen?|löwen?|猫|老虎|狮子|豹|gato|tigre|chat",
    SubjectKind.HORSE: r"horses?|pon(?:y|ies)|unicorns?|zebras?|donkeys?|stallion|pferde?|einhorn|马|骏马|独角兽|caballo|cheval",
    SubjectKind.DEER: r"deer|stags?|elk|moose|reindeer|antelopes?|gazelles?|hirsch|reh|鹿|ciervo|cerf",
    SubjectKind.BEAR: r"bears?|pandas?|bison|buffalo|bär|eisbär|cows?|熊|熊猫|牛|oso|ours",
    SubjectKind.ELEPHANT: r"elephants?|mammoths?|elefant(?:en)?|大象|象|elefante|éléphant",
    SubjectKind.WHALE: r"whales?|orcas?|wale?|鲸|鲸鱼|クジラ|ballena|baleine",
    SubjectKind.FISH: r"fish(?:es)?|sharks?|dolphins?|koi|turtles?|mantas?|jellyfish|fische?|hai|鱼|鲨鱼|海豚|魚|pez|poisson",
    SubjectKind.BIRD: r"birds?|eagles?|gulls?|seagulls?|cranes|swans?|owls?|ravens?|crows?|hawks?|parrots?|flamingos?|dragons?|butterfl(?:y|ies)|vögel|vogel|adler|möwen?|鸟|鹰|海鸥|鹤|天鹅|龙|蝴蝶|pájaros?|oiseaux?",
    SubjectKind.ROBOT: r"robots?|androids?|mechs?|cyborgs?|roboter|机器人|机甲|ロボット",
    SubjectKind.CAR: r"cars?|taxi|truck|sports ?car|suv|van|bus|motorcycles?|motorbike|vehicle|auto|wagen|lkw|汽车|车|跑车|出租车|摩托车|coche|voiture",
    SubjectKind.TRAIN: r"trains?|locomotive|tram|railway|subway|zug|bahn|straßenbahn|火车|列车|地铁|高铁|電車|tren|métro",
    SubjectKind.BOAT: r"boats?|ships?|sail(?:ing|boat|s)?|yacht|canoe|kayak|vessel|ferry|fishing boat|boot|schiff|segelboot|船|帆船|小舟|轮船|barco|bateau",
    SubjectKind.PLANE: r"planes?|air-?planes?|aircraft|jets?|gliders?|flugzeug|飞机|avión|avion",
    SubjectKind.ROCKET: r"rockets?|space ?ships?|space ?craft|starships?|space shuttle|ufo|rakete|raumschiff|火箭|飞船|宇宙飞船|cohete|fusée",
    SubjectKind.BALLOON: r"balloons?|lanterns?|kites?|ballon|heißluftballon|laternen?|气球|热气球|灯笼|孔明灯|globos?|ballons?",
    SubjectKind.LIGHTHOUSE: r"light ?houses?|towers?|windmills?|leuchtturm|turm|灯塔|塔|faro|phare",
    SubjectKind.HOUSE: r"houses?|cabins?|cottages?|huts?|castles?|temples?|barns?|church|home|haus|hütte|schloss|burg|房子|小屋|木屋|城堡|寺庙|寺|casa|maison",
    SubjectKind.CAMPFIRE: r"campfires?|bonfires?|fireplace|candles?|lagerfeuer|kerzen?|篝火|蜡烛|烛|hoguera|bougie",
    SubjectKind.FLOWER: r"flowers?|ros(?:e|es)|tulips?|sunflowers?|daisy|lotus|orchids?|poppy|poppies|blumen?|rosen?|sonnenblumen?|花|玫瑰|向日葵|荷花|莲|flor|fleur",
    SubjectKind.CUP: r"cups?|coffee|tea|mug|teapot|bowl|vase|pottery|clay|glass|bread|cake|tasse|kaffee|tee|brot|咖啡|茶|杯|碗|陶|面包|taza|café|tasse",
    SubjectKind.TREE: r"(?:lone |old |single |oak |cherry )?tree|oak|willow|baum|eiche|树|大树|古树|木|árbol|arbre",
    SubjectKind.PERSON: r"m[ae]n|wom[ae]n|girls?|boys?|child(?:ren)?|person|people|astronauts?|dancers?|samurai|knight|monk|soldier|runner|surfer|skater|skier|musician|chef|potter|king|queen|bride|couple|friends|he|she|they|hands?|mann|frau|mädchen|junge|kinde?r?|leute|tänzerin|人|男人|女人|女孩|男孩|孩子|少女|少年|老人|舞者|武士|宇航员|hombre|mujer|niñ[oa]|homme|femme|fille",
}

COLOUR_WORDS: Mapping[str, str] = {
    "#b3392f": r"red|crimson|scarlet|ruby|rote?[rsnm]?|红色?|红|赤|roj[oa]|rouge",
    "#d9772e": r"orange|amber|ginger|copper|rust(?:y)?|橙色?|橘色?|naranja",
    "#e2b844": r"yellow|gold(?:en)?(?! (?:hour|light))|gelbe?[rsnm]?|黄色?|金色|amarill[oa]|jaune|dorad[oa]",
    "#4d8a4f": r"green|emerald|jade|moss(?:y)?|grüne?[rsnm]?|绿色?|绿|緑|verde|vert",
    "#1f8a8c": r"teal|turquoise|cyan|aqua|türkis|青色?|青绿|turquesa",
    "#2f62b8": r"blue|azure|cobalt|navy|indigo|blaue?[rsnm]?|蓝色?|蓝|青い|azul|bleue?",
    "#7a4bb0": r"purple|violet|lavender|magenta|lila|violett|紫色?|紫|morad[oa]",
    "#d9799a": r"pink|rose-coloured|rosa|粉色?|粉红",
    "#f2f0ea": r"white|ivory|pale|polar|weiße?[rsnm]?|白色?|白|blanc[oa]?|blanche",
    "#23252b": r"black|ebony|schwarze?[rsnm]?|黑色?|黑|negr[oa]|noire?",
    "#6f5138": r"brown|chestnut|bronze|braune?[rsnm]?|棕色?|褐色|marrón|brun",
    "#8b9298": r"gr[ea]y|silver|grau(?:e[rsnm]?)?|灰色?|银色?|gris",
}

_Kind = TypeVar("_Kind")
_LETTERS = "a-zà-öø-ÿ0-9"


@cache
def pattern(words: str) -> re.Pattern[str]:
    """Words as an expression that does not match inside longer Latin words; Chinese needs no gaps."""
    return re.compile(rf"(?<![{_LETTERS}])(?:{words})(?![{_LETTERS}])", re.IGNORECASE)


def find_all(table: Mapping[_Kind, str], text: str) -> list[tuple[_Kind, int]]:
    """What `table` finds in `text`, with its place in the text, earliest first; table order settles a tie."""
    found = [(kind, match.start()) for kind, words in table.items() if (match := pattern(words).search(text))]
    return sorted(found, key=lambda each: each[1])


def find_first(table: Mapping[_Kind, str], text: str) -> _Kind | None:
    """What the earliest word of `text` that is in `table` stands for."""
    found = find_all(table, text)
    return found[0][0] if found else None
