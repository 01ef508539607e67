"""The one list of warnings that are not ours to prevent, as exact strings. Each group says where it comes from."""

# Qt messages of level "warning", mostly from the first playback on a machine without sound or a graphics card.
QT_MESSAGES: tuple[str, ...] = (
    *(
        f"{verb} {library}"
        for name in ("pipewire-0.3", "va-x11", "va-drm", "va", "va(in plugin)")
        for verb, library in (("Couldn't load", f"{name} library"), ("Couldn't resolve", f"{name} symbols"))
    ),
    # the offscreen platform has no window manager
    "This plugin does not support propagateSizeHints()",
    "This plugin does not support raise()",
    "This plugin does not support grabbing the keyboard",
    "PulseAudioService: pa_context_connect() failed",
    "No audio device detected",
    # a clip that gives way to another, or to the end of the window, while it is being opened: that was asked for
    "Could not open media. FFmpeg error description: Immediate exit requested",
    # the registry of screen readers answers a key later than Qt waits for it: the key goes its way all the same
    (
        'QSpiApplication::keyEventError  "org.freedesktop.DBus.Error.NoReply" "Did not receive a reply. Possible causes include:'
        " the remote application did not send a reply, the message bus security policy blocked the reply, the reply timeout"
        ' expired, or the network connection was broken."'
    ),
    "QSpiApplication::notifyKeyboardListenerCallback with no queued key called",
    # a label whose words can be selected tells screen readers of them as a field would, which it is not
    "Received text event for invalid interface.",
    "QRhi* {anonymous}::ThreadLocalRhiHolder::ensureRhi(QRhi::Implementation) : No RHI backend. Using CPU conversion.",
)

# Log records of level WARNING and above, as (logger, message).
LOG_RECORDS: tuple[tuple[str, str], ...] = ()

# Python warnings, as lines of pytest's `filterwarnings`.
PYTHON_WARNINGS: tuple[str, ...] = (
    # the openai package, at each `videos.*` call
    "ignore:The Sora API is scheduled to permanently shut down on September 24, 2026.:DeprecationWarning",
)
