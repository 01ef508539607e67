"""What stands in the window, for those who join it."""

from sora_desktop.base.values import dataclass
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.known_characters import KnownCharacters
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.library.item_models import ClipList
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.notice_bar import NoticeBar
from sora_desktop.ui.window.panels import Panels
from sora_desktop.ui.window.queue_drawer import QueueDrawer
from sora_desktop.ui.window.sheets import Sheets
from sora_desktop.ui.window.top_bar import TopBar
from sora_desktop.ui.window.views import Views
from sora_desktop.ui.window.window_settings import WindowSettings


@dataclass(frozen=True, slots=True)
class WindowContents:
    """The lists, and the widgets that show them."""

    commands: Commands
    theme: ThemeKeeper
    settings: WindowSettings
    jobs: JobList
    clips: ClipList
    connections: ConnectionList
    characters: KnownCharacters
    panels: Panels
    views: Views
    bar: TopBar
    notices: NoticeBar
    drawer: QueueDrawer
    sheets: Sheets
