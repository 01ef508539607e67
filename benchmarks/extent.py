"""How much is measured: in full for the record, quickly while developing, barely at all to see that it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Extent:
    """Counts, and seconds. `time_scale`: so many times faster than in life the lengths of the service's jobs pass."""

    clips: int
    many_clips: int
    warm_ups: int
    start_runs: int
    gap_seconds: float
    gap_runs: int
    jobs_in_flight: int
    download_mib: int
    download_runs: int
    delayed_jobs: int
    time_scale: float
    animatic_prompts: int
    animatic_seconds: int
    animatic_runs: int
    searches: int
    idle_seconds: float
    prompt_characters: int
    waiting_jobs: int
    stop_seconds: float
    closings: int
    closing_cases: int
    strangers: int
    stage_frames: int
    soaked_jobs: int
    soaked_clips: int


FULL = Extent(
    clips=10_000,
    many_clips=100_000,
    warm_ups=1,
    start_runs=9,
    gap_seconds=60,
    gap_runs=5,
    jobs_in_flight=200,
    download_mib=1024,
    download_runs=5,
    delayed_jobs=40,
    time_scale=10,
    animatic_prompts=4,
    animatic_seconds=4,
    animatic_runs=3,
    searches=12,
    idle_seconds=60,
    prompt_characters=1_000_000,
    waiting_jobs=2000,
    stop_seconds=20,
    closings=5,
    closing_cases=7,
    strangers=50_000,
    stage_frames=120,
    soaked_jobs=1000,
    soaked_clips=2000,
)
QUICK = Extent(
    clips=10_000,
    many_clips=20_000,
    warm_ups=1,
    start_runs=3,
    gap_seconds=8,
    gap_runs=1,
    jobs_in_flight=200,
    download_mib=256,
    download_runs=3,
    delayed_jobs=16,
    time_scale=20,
    animatic_prompts=1,
    animatic_seconds=2,
    animatic_runs=1,
    searches=4,
    idle_seconds=12,
    prompt_characters=1_000_000,
    waiting_jobs=2000,
    stop_seconds=6,
    closings=2,
    closing_cases=7,
    strangers=50_000,
    stage_frames=48,
    soaked_jobs=60,
    soaked_clips=100,
)
TINY = Extent(
    clips=40,
    many_clips=400,
    warm_ups=0,
    start_runs=1,
    gap_seconds=0.5,
    gap_runs=1,
    jobs_in_flight=6,
    download_mib=8,
    download_runs=1,
    delayed_jobs=3,
    time_scale=200,
    animatic_prompts=1,
    animatic_seconds=1,
    animatic_runs=1,
    searches=1,
    idle_seconds=0.5,
    prompt_characters=30_000,
    waiting_jobs=20,
    stop_seconds=0.5,
    closings=1,
    closing_cases=2,
    strangers=200,
    stage_frames=3,
    soaked_jobs=6,
    soaked_clips=6,
)
EXTENTS = {"full": FULL, "quick": QUICK, "tiny": TINY}
