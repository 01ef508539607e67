"""Small pictures of jobs that a service lists: asked for free of charge, decoded in a child, kept nowhere."""

import asyncio
from concurrent.futures import Executor

from sora_desktop.domain.connection import Connection
from sora_desktop.domain.errors import AppError
from sora_desktop.media.picture_child import thumbnail_of
from sora_desktop.studio.connections.registry import Connections
from sora_desktop.studio.tasks import Tasks


class ListedPictures:
    """Those of one list at a time; `stop` ends all that are on their way."""

    def __init__(self, connections: Connections, pool: Executor, tasks: Tasks) -> None:
        self._connections = connections
        self._pool = pool
        self._tasks = tasks
        self._running: set[asyncio.Task[bytes]] = set()

    async def small(self, connection_id: str, remote_id: str) -> bytes:
        """A PNG of a few hundred pixels; b"" where none comes, and where the service is not known to have them."""
        try:
            connection = self._connections.get(connection_id)
        except AppError:
            return b""
        if not connection.wire.thumbnails:
            return b""
        task = self._tasks.spawn(self._fetched(connection, remote_id), "listed picture")
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        await asyncio.wait([task])
        return b"" if task.cancelled() else task.result()

    def stop(self) -> None:
        """Nobody looks at them any more."""
        for task in self._running:
            task.cancel()

    async def _fetched(self, connection: Connection, remote_id: str) -> bytes:
        try:
            client = await self._connections.client(connection)
        except AppError:
            return b""
        data = await client.thumbnail(remote_id, connection.format)
        return await asyncio.get_running_loop().run_in_executor(self._pool, thumbnail_of, data) if data else b""
