"""What a person asks for about a connection, from the picker and from its sheet."""

from sora_desktop.ui.commands import Commands


def select(connection_id: str, commands: Commands) -> None:
    """Generate with this one from now on."""
    commands.run(lambda studio: studio.connections.select(connection_id), "select connection")


def probe(connection_id: str, commands: Commands) -> None:
    """Ask whether it answers; costs nothing."""
    commands.run(lambda studio: studio.connections.probe(connection_id), "probe")
