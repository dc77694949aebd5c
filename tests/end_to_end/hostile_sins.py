"""One row per hostile plugin of tests/plugins/hostile: what the host says of its sin, to callers and to operators."""
from dataclasses import dataclass

# What a plugin says when it does not sin: 0.2 s.
GOOD_SAMPLES = 4800


@dataclass(frozen=True)
class Sin:
    """`log` are words that one line of the log has, all of them. `samples` None: the answer has no audio. `reason` is what
    the answer's details say of its slot; one that is not `healthy` is not asked at all."""
    name: str
    status: int = 200
    code: str = ""
    samples: int | None = None
    log: tuple = ()
    text: str = "Sin now."
    reason: str = ""
    healthy: bool = True
    response_format: str = "pcm"

    @property
    def plugin(self):
        return f"hostile-{self.name}"


@dataclass(frozen=True)
class Refused:
    """Not loaded: the step that refuses it and words of the reason that /v1/infra/plugins gives."""
    name: str
    step: str
    words: tuple
    folder: str = "hostile"

    @property
    def plugin(self):
        return f"{self.folder}-{self.name}"


@dataclass(frozen=True)
class InWorker:
    name: str

    @property
    def plugin(self):
        return f"hostile-{self.name}"


def speaks(name, *log, samples=GOOD_SAMPLES):
    return Sin(name, samples=samples, log=log)


def fails(name, *log, text="Sin now.", **others):
    return Sin(name, 502, "SCAISPEAK_BACKEND_ERROR", log=log, text=text, **others)


def misuses_sink(name, rule, text="Sin now.", **others):
    return fails(name, "plugin_fault", "sink_misused", rule, text=text, **others)


def unavailable(name, reason, *log, **others):
    return Sin(name, 502, "SCAISPEAK_BACKEND_UNAVAILABLE", reason=reason, log=log, **others)


VENDOR = "report it to the plugin's vendor"

# Those of tests/plugins/bad break what is checked before an instance is made.
REFUSED = [
    Refused("create-throws", "create", ("threw an exception", VENDOR)),
    Refused("create-fails-silently", "create", ("failed without a message", "status 21")),
    Refused("create-fails-without-text", "create", ("no readable text", "status 10")),
    Refused("create-of-unknown-status", "create", ("failed without a message", "status 4711")),
    Refused("describe-throws", "describe", ("status 21", VENDOR)),
    Refused("describe-nothing", "describe", ("emitted 0 engines", VENDOR)),
    Refused("describe-a-path", "describe", ("no name of at most 64 bytes without '/'", VENDOR)),
    Refused("describe-countless-languages", "describe", ("languages", VENDOR)),
    Refused("describe-absurd-rate", "describe", ("8000 to 192000 Hz", VENDOR)),
    Refused("no-symbol", "symbol", ("exports no scaispeak_plugin_v1", "scaispeak_add_plugin()"), "bad"),
    Refused("v2-only", "symbol", ("ABI major 2", "speaks major 1", "upgrade the host"), "bad"),
    Refused("null-descriptor", "descriptor", ("returned NULL", VENDOR), "bad"),
    Refused("short-struct", "descriptor", ("struct_size is less than", VENDOR), "bad"),
    Refused("huge-struct", "descriptor", ("struct_size is over 65536", VENDOR), "bad"),
    Refused("other-id", "descriptor", ("calls itself backend-other", "name the file backend-other.so"), "bad"),
    Refused("odd-id", "descriptor", ("is not 3 to 64", VENDOR), "bad"),
    Refused("no-name", "descriptor", ("has no name", VENDOR), "bad"),
    Refused("name-not-utf8", "descriptor", ("name is not readable text", VENDOR), "bad"),
    Refused("schema-missing", "descriptor", ("config_schema is missing", VENDOR), "bad"),
    Refused("other-draft", "descriptor", ("drafts do not go together", "upgrade the host"), "bad"),
    Refused("future-minor", "descriptor", ("needs a host of plugin ABI 1.7", "upgrade the host"), "bad"),
    Refused("unknown-threading", "descriptor", ("threading 9", VENDOR), "bad"),
    Refused("unknown-isolation", "descriptor", ("isolation 9", VENDOR), "bad"),
    Refused("no-create", "descriptor", ("no create function", VENDOR), "bad"),
    Refused("no-destroy", "descriptor", ("no destroy function", VENDOR), "bad"),
    Refused("no-get-interface", "descriptor", ("no get_interface function", VENDOR), "bad"),
    Refused("no-interface", "interfaces", ("no interface that this host knows", "upgrade the host"), "bad"),
    Refused("short-table", "interfaces", ("struct_size is less than", VENDOR), "bad"),
    Refused("no-synthesize", "interfaces", ("no synthesize function", VENDOR), "bad"),
    Refused("schema-not-json", "schema", ("it is not JSON", VENDOR), "bad"),
    Refused("schema-not-schema", "schema", ("no JSON Schema of draft 7", VENDOR), "bad"),
    Refused("create-null-instance", "create", ("returned no instance", VENDOR), "bad"),
    Refused("two-engines", "describe", ("emitted 2 engines", VENDOR), "bad"),
    Refused("unresolved", "open", ("undefined symbol: defined_nowhere", "install the library"), "bad"),
    Refused("throws-entry", "descriptor", ("scaispeak_plugin_v1 threw", VENDOR), "bad"),
    Refused("throws-interface", "interfaces", ("get_interface threw", VENDOR), "bad"),
]

# Loaded, and speaking well until they sin.
SPEAKERS = [
    speaks("destroy-throws"),
    speaks("voices-twice", "plugin_fault", "voice_left_out", "hostile-voices-twice comes twice"),
    speaks("voices-without-text", "plugin_fault", "voice_left_out", "no name of at most 128 bytes"),
    speaks("voices-of-huge-text", "plugin_fault", "voice_left_out", "too long or not readable"),
    speaks("voices-later", "plugin_fault", "used_after_call"),
    unavailable("health-throws", "no_node_with_engine", "plugin_fault", "health threw", healthy=False),
    unavailable("health-lies", "no_node_with_engine", healthy=False),
    fails("speak-throws", "plugin_fault", "exception"),
    fails("speak-throws-later", "plugin_fault", "exception"),
    speaks("begin-never", samples=0),
    misuses_sink("begin-twice", "begin twice"),
    misuses_sink("write-before-begin", "write before begin"),
    misuses_sink("rate-zero", "sample rate outside 8000 to 192000"),
    misuses_sink("rate-huge", "sample rate outside 8000 to 192000"),
    speaks("rate-other-than-described"),
    speaks("describe-huge-concurrency", "slot_ready", '"calls_at_once":1024'),
    misuses_sink("channels-zero", "other than 1 to 8 channels"),
    misuses_sink("channels-huge", "other than 1 to 8 channels"),
    misuses_sink("encoding-unknown", "encoding that was not accepted"),
    misuses_sink("encoding-not-accepted", "encoding that was not accepted", response_format="mp3"),
    fails("mp3-of-another-rate", "backend_failed", "not mono at 24000 Hz", response_format="mp3"),
    fails("mp3-that-is-none", "backend_failed", "does not begin with a frame", response_format="mp3"),
    fails("mp3-that-lies-about-its-rate", "backend_failed", "not layer III, mono, 24000 Hz", response_format="mp3"),
    fails("mp3-cut-short", "backend_failed", "ends within a frame", response_format="mp3"),
    misuses_sink("mp3-without-end", "more audio than the text can be", response_format="mp3"),
    fails("odd-bytes", "backend_failed", "ends within a frame"),
    fails("samples-nan", "backend_failed", "not a number"),
    fails("samples-infinite", "backend_failed", "not a number"),
    speaks("samples-far-too-loud", samples=480),
    misuses_sink("write-null", "write of NULL"),
    misuses_sink("write-all-memory", "more bytes than there is memory"),
    misuses_sink("write-half-an-hour", "more audio than the text can be"),
    misuses_sink("audio-without-end", "more audio than the text can be"),
    misuses_sink("event-outside-the-text", "event outside the text"),
    misuses_sink("event-within-a-character", "event outside the text", text="Sin é now."),
    misuses_sink("event-null", "event that is NULL"),
    speaks("result-wrong"),
    fails("error-without-text", "backend_failed", "no readable text"),
    fails("error-huge-struct", "backend_failed", "without a message"),
    fails("status-unknown", "backend_failed", "status -4711"),
    fails("stops-uninvited", "backend_failed", "without being asked"),
    Sin("overloaded-for-ever", 503, "SCAISPEAK_OVERLOADED", reason="saturated"),
    fails("write-from-another-thread", "plugin_fault", "used_from_another_thread"),
    speaks("log-flood"),
    speaks("log-without-text", "plugin_line_without_event", "(no readable text)"),
    speaks("log-forged", '"event":"forged_line"', '"plugin":"hostile-log-forged"'),
    speaks("standard-output"),
    speaks("metric-labels-flood"),
    speaks("metric-names-flood", "plugin_metric_rejected", "too many names"),
    speaks("metric-without-text", "plugin_metric_rejected", "break the rules"),
    speaks("memory-leak"),
    speaks("process-changed", "plugin_fault", "process_changed", "SIGTERM", "locale", "folder"),
    speaks("alarm-set"),
    speaks("scribbles-on-what-it-was-lent"),
    speaks("floats-changed", "plugin_fault", "floating_point_mode_changed"),
    speaks("constructor-changes-the-process", "plugin_fault", "its constructors changed SIGTERM, the floating-point mode"),
]

AUTHENTICATORS = [
    Sin("auth-throws", 503, "AUTH_UNAVAILABLE", log=("plugin_fault", "exception")),
    Sin("auth-allows-nobody", 503, "AUTH_UNAVAILABLE"),
    Sin("auth-allows-two", 503, "AUTH_UNAVAILABLE"),
    Sin("auth-allows-bytes", 503, "AUTH_UNAVAILABLE"),
    Sin("auth-allows-expired", 401, "AUTH_TOKEN_INVALID"),
    Sin("auth-allows-and-fails", 503, "AUTH_UNAVAILABLE"),
    Sin("auth-of-unknown-decision", 503, "AUTH_UNAVAILABLE"),
]

# They end or stop their process, so that only a worker can stand between them and the host.
WORKER_SPEAKERS = [InWorker(name) for name in (
    "exits", "exits-silently", "aborts", "segfaults", "stack-overflows", "floating-point-exception", "kills-itself",
    "closes-descriptors", "thread-throws", "never-returns", "never-returns-and-spins", "stops-itself",
    "thread-exits")]
WORKER_STARTERS = [InWorker(name) for name in ("constructor-exits", "constructor-throws", "create-exits", "create-never-returns",
    "voices-never-return")]
