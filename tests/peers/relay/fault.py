"""What the stand-in does wrong when it is told to. One word each; Faults says in --help what they mean."""

ANSWERS = {
    "unauthorized": (401, {"message": "Incorrect API key provided", "type": "invalid_request_error", "code": "invalid_api_key"}),
    "redirected": (302, {"message": "It is somewhere else", "type": "invalid_request_error", "code": None}),
    "payment_required": (402, {"message": "You exceeded your current quota", "type": "insufficient_quota", "code": "billing_not_active"}),
    "not_found": (404, {"message": "The model does not exist", "type": "invalid_request_error", "code": "model_not_found"}),
    "request_timeout": (408, {"message": "The request took too long to come", "type": "invalid_request_error", "code": None}),
    "too_large": (413, {"message": "The input is too long", "type": "invalid_request_error", "code": None}),
    "rate_limited": (429, {"message": "Rate limit reached", "type": "requests", "code": "rate_limit_exceeded"}),
    "server_error": (500, {"message": "The server had an error", "type": "server_error", "code": None}),
    "unavailable": (503, {"message": "The engine is overloaded", "type": "server_error", "code": None}),
}

BODIES = {
    "short_length": "announces the whole body by Content-Length and closes in its middle",
    "cut_chunks": "sends half of a chunked body and closes without the last chunk",
    "odd_bytes": "sends one byte more than whole samples",
    "wrong_type": "sends a page of HTML as a success",
    "wrong_label": "calls PCM MP3, and everything else PCM of a rate that nobody hears",
    "empty": "sends a success of no bytes",
    "short_audio": "sends two thirds of the audio, and ends as if that were all",
    "endless": "never stops sending audio",
    "drip": "sends one byte every 200 ms",
    "late": "answers as it should, after 10 s",
    "silent": "takes the request and never answers",
    "stall": "sends the first 4 kB and then nothing more",
}

NAMES = ("none", *ANSWERS, *BODIES)
RETRY_AFTER_S = 7
LATE_S = 10
