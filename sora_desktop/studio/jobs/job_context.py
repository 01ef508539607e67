"""What every step in the life of a job works with."""

from concurrent.futures import Executor
from dataclasses import replace

from sora_desktop.base.values import dataclass
from sora_desktop.domain.connection import ConnectionKind
from sora_desktop.domain.evidence import Evidence
from sora_desktop.domain.job import Job
from sora_desktop.store.paths import Paths
from sora_desktop.store.standing import Standing
from sora_desktop.studio.clock import Clock
from sora_desktop.studio.connections.registry import Connections
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.jobs.backoff import Backoff
from sora_desktop.studio.jobs.ledger import Ledger
from sora_desktop.studio.jobs.wakeups import Wakeups
from sora_desktop.studio.library.library import Library


@dataclass(frozen=True, slots=True)
class JobContext:
    """`pool` runs what would hold up the loop: pictures, probes, hashes."""

    ledger: Ledger
    connections: Connections
    library: Library
    paths: Paths
    pool: Executor
    clock: Clock
    backoff: Backoff
    event_bus: EventBus
    wakeups: Wakeups
    standing: Standing

    def learn(self, job_id: str, evidence: Evidence) -> Job:
        """Move a job by what was just learned of it. The engine's addresses are good for one start only."""
        if self.ledger[job_id].service.kind is ConnectionKind.ENGINE:
            evidence = replace(evidence, links=())
        return self.ledger.learn(job_id, evidence, self.clock.now(), self.backoff.patience)
