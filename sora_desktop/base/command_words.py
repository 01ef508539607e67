"""Words of the command line that are no commands for a person."""

MEDIA_CHILD = "media-child"
"""How the app calls itself for a look at a stranger's file, in a process of its own."""

RENDER_CHILD = "render-child"
"""How the engine calls the app for one clip, painted in a process of its own."""
