"""What every step in the life of a job works with."""

from concurrent.futures import Executor
from dataclasses import dataclass

from sora_desktop.store.paths import Paths
from sora_desktop.studio.clock import Clock
from sora_desktop.studio.connections import Connections
from sora_desktop.studio.hub import Hub
from sora_desktop.studio.ledger import Ledger
from sora_desktop.studio.library import Library
from sora_desktop.studio.nudges import Nudges
from sora_desktop.studio.pacing import Pace


@dataclass(frozen=True, slots=True)
class Kit:
    """`pool` runs what would hold up the loop: pictures, probes, hashes."""

    ledger: Ledger
    connections: Connections
    library: Library
    paths: Paths
    pool: Executor
    clock: Clock
    pace: Pace
    hub: Hub
    nudges: Nudges
