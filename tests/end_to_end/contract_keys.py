"""The configuration keys of the contract, section 11, each with a value that is not its default."""
SECRET = "a-secret-of-this-test"

KEYS = {
    "listen.address": "127.0.0.2",
    "listen.port": 8081,
    "listen.tls.certificate": "/c.pem",
    "listen.tls.key": "/k.pem",
    "listen.trusted_proxies": ["10.0.0.0/8"],
    "listen.cors_origins": ["https://app.example.org"],
    "state_dir": "/s",
    "database.url": f"postgresql://u:{SECRET}@h/d",
    "master_key": SECRET,
    "policy_default.allowed_backends": ["B"],
    "policy_default.default_backend": "B",
    "auth.chain": ["auth-jwt", "auth-apikey"],
    "auth.exchange": "auth-scaikey",
    "objects.plugin": "storage-file",
    "limits.key_per_minute": 61,
    "limits.user_per_minute": 121,
    "limits.tenant_per_minute": 1001,
    "speak.max_text_chars": 99999,
    "speak.async_text_threshold_chars": 1999,
    "speak.admission_wait_ms": 9999,
    "speak.drain_s": 19,
    "speak.timeouts.connect_s": 3,
    "speak.timeouts.first_audio_s": 11,
    "speak.timeouts.between_chunks_s": 11,
    "speak.timeouts.slow_body_s": 16,
    "speak.timeouts.stall_s": 31,
    "preflight.plugins": ["preflight-core"],
    "preflight.duration_min_s": 4,
    "preflight.duration_max_s": 30,
    "preflight.voice_activity_min": 0.4,
    "preflight.true_peak_max_dbfs": -0.25,
    "preflight.snr_min_db": 14,
    "scaispeak_scaidrive_url": "https://drive.example.org",
    "scaikey.url": "https://key.example.org",
    "scaikey.jwks_url": "https://key.example.org/jwks",
    "scaikey.token_url": "https://key.example.org/token",
    "scaikey.client_id": "us",
    "scaikey.client_secret": SECRET,
    "scaikey.audience": "speech",
    "scaikey.scaidrive_audience": "drive",
    "destination.plugin": "storage-scaidrive",
    "keys.rotate_days": 8,
    "metrics.address": "127.0.0.3",
    "metrics.port": 9465,
    "plugin_dir": "/p",
}

# Of an entry of `plugins`, and of a slot.
PLUGIN_KEYS = {"id": "backend-relay", "path": "/p/relay.so", "isolation": "worker", "workers": 2, "config": {"model": "m"}}
SLOT_KEYS = {"plugin": "backend-relay", "class": "relay"}

# What a plugin's own schema knows, of those that the contract names.
CONFIGS = {
    "backend-scaiinfer": {"nodes": ["h:1"], "dns": "n:1", "engine": "espeak-ng",
                          "tls": {"ca": "/a", "certificate": "/c", "key": "/k"}},
    "backend-relay": {"url": "https://relay.example.org", "api_key": SECRET, "model": "m",
                      "voices": {"voc_aaaaaaaaaaaaaaaaaaaa": "alloy"}, "formats": ["pcm", "mp3"]},
    "storage-file": {"dir": "/d"},
    "storage-s3": {"endpoint": "https://s3.example.org", "region": "r", "bucket": "b", "prefix": "p", "access_key": "a",
                   "secret_key": SECRET, "path_style": True, "server_side_encryption": "AES256"},
}

NAMED_PLUGINS = ("auth-jwt", "auth-apikey", "auth-scaikey", "storage-file", "preflight-core", "storage-scaidrive")


def tree(values):
    """{"a.b": 1} as {"a": {"b": 1}}."""
    made = {}
    for path, value in values.items():
        *way, last = path.split(".")
        place = made
        for name in way:
            place = place.setdefault(name, {})
        place[last] = value
    return made


def whole():
    """A configuration with all of them."""
    return {**tree(KEYS), "plugins": [PLUGIN_KEYS] + [{"id": name} for name in NAMED_PLUGINS], "slots": {"B": SLOT_KEYS}}
