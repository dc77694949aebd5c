#include "speech_call.hpp"

#include "connection.hpp"
#include "refusal.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <new>

namespace scaispeak::relay {
namespace {

/// Of any format that is asked for: PCM at 24 kHz, and more than MP3 knows.
constexpr std::uint64_t mostBytesPerSecond = 48'000;
/// No voice needs this long for a byte of text; what goes on is no speech.
constexpr std::uint64_t secondsPerByte = 2;
constexpr std::uint64_t secondsAtLeast = 30;
/// How long a call may go on that was stopped without a call of cancel(), as by its deadline.
constexpr std::chrono::milliseconds patience{50};
/// A caller's deadline that comes sooner tells nothing of the relay.
constexpr std::chrono::seconds silence{2};

/// Whether reading it aloud makes a sound for certain; of other alphabets we do not know.
bool saysSomething(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

bool couldNotConnect(CURLcode code)
{
    return code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST ||
           code == CURLE_COULDNT_RESOLVE_PROXY || code == CURLE_SSL_CONNECT_ERROR ||
           code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE;
}

}  // namespace

SpeechCall::SpeechCall(const Settings& settings, Standing& standing, Line& line, const Call& call,
                       const SynthesisRequest& request, AudioSink& sink)
    : _settings(settings),
      _standing(standing),
      _line(line),
      _call(call),
      _request(request),
      _sink(sink),
      _mostSeconds(secondsAtLeast + secondsPerByte * request.text.size()),
      _pace(settings.firstAudio, settings.betweenChunks)
{}

SpeechCall::~SpeechCall()
{
    curl_easy_reset(_line.easy());
    curl_slist_free_all(_headers);
}

void SpeechCall::stop() noexcept
{
    _stopped = true;
    _line.wake();
}

Status SpeechCall::run(std::string_view relayVoice, Format format)
{
    _format = format;
    prepare(relayVoice);
    return conclude(transfer());
}

std::string SpeechCall::bodyFor(std::string_view relayVoice) const
{
    boost::json::object body{{"model", _settings.model},
                             {"input", boost::json::string_view(_request.text)},
                             {"voice", boost::json::string_view(relayVoice)},
                             {"response_format", boost::json::string_view(word(_format))}};
    if (_request.speed) body["speed"] = *_request.speed;
    return boost::json::serialize(body);
}

void SpeechCall::prepare(std::string_view relayVoice)
{
    _body = bodyFor(relayVoice);
    addHeader("Content-Type: application/json");
    addHeader("Authorization: Bearer " + _settings.apiKey);
    addHeader("Expect:");
    if (!_call.requestId().empty()) addHeader("X-Request-Id: " + std::string(_call.requestId()));
    if (!_call.traceparent().empty()) addHeader("traceparent: " + std::string(_call.traceparent()));

    CURL* easy = _line.easy();
    curl_easy_setopt(easy, CURLOPT_URL, (_settings.url + "/v1/audio/speech").c_str());
    prepareConnection(easy, _settings);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(_settings.connect.count()));
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 32'768L);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, _headers);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(_body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, _body.c_str());
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &SpeechCall::onBody);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
}

void SpeechCall::addHeader(const std::string& line)
{
    curl_slist* longer = curl_slist_append(_headers, line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    _headers = longer;
}

CURLcode SpeechCall::transfer()
{
    _begun = Clock::now();
    _pace.start(_begun);
    _line.start();
    while (_line.advance(patience)) {
        _stop = whatStops();
        _slow = _pace.tooSlow(Clock::now());
        if (_stop != Status::Ok || _slow) break;
    }
    return _line.finish();
}

Status SpeechCall::whatStops() const noexcept
{
    const Status said = _call.status();
    return said == Status::Ok && _stopped ? Status::Cancelled : said;
}

std::size_t SpeechCall::onBody(char* data, std::size_t size, std::size_t count, void* self) noexcept
{
    auto& call = *static_cast<SpeechCall*>(self);
    try {
        return call.take(data, size * count) ? size * count : 0;
    }
    catch (const std::exception& error) {
        call._lie = error.what();
        return 0;
    }
}

bool SpeechCall::take(const char* data, std::size_t size)
{
    _taken += size;
    // Of an error only the status counts: its text may repeat what was to be spoken.
    if (httpStatus() != 200) return _taken < 65'536;
    if (!_decoder) beginBody();
    if (_taken > _mostSeconds * mostBytesPerSecond) throw Unfit("the audio has no end");
    return _decoder->take({reinterpret_cast<const std::uint8_t*>(data), size});
}

void SpeechCall::beginBody()
{
    const char* type = nullptr;
    curl_easy_getinfo(_line.easy(), CURLINFO_CONTENT_TYPE, &type);
    const auto known = bodyTypeOf(type == nullptr ? "application/octet-stream" : type, _format);
    if (!known) throw Unfit("the answer is called something else than " + std::string(word(_format)));
    _decoder = makeDecoder(*known, *this);
}

bool SpeechCall::begin(std::uint32_t sampleRate, std::uint32_t channels)
{
    _mostPushed = _mostSeconds * sampleRate * channels * 2;
    return _sink.begin(Encoding::PcmS16, sampleRate, channels) == Status::Ok;
}

bool SpeechCall::samples(Span<const std::uint8_t> bytes)
{
    return push(bytes, bytes.size());
}

/// Only what was asked for: a relay that answers a call for PCM with MP3 is not one that the operator chose
/// for its MP3.
bool SpeechCall::passes(std::uint32_t sampleRate)
{
    return _format == Format::Mp3 && _request.accepts(Encoding::Mp3) &&
           sampleRate == _request.preferredSampleRate;
}

bool SpeechCall::encoded(Span<const std::uint8_t> bytes, std::uint64_t samples)
{
    if (_mostPushed == 0) {
        const std::uint32_t rate = _request.preferredSampleRate;
        _mostPushed = _mostSeconds * rate * 2;
        if (_sink.begin(Encoding::Mp3, rate, 1) != Status::Ok) return false;
    }
    return push(bytes, 2 * samples);
}

bool SpeechCall::push(Span<const std::uint8_t> bytes, std::uint64_t sampleBytes)
{
    _pushed += sampleBytes;
    if (_pushed > _mostPushed) throw Unfit("the audio has no end");
    // As long as the relay is ahead of the listener, libcurl does not come back to transfer().
    _stop = whatStops();
    if (_stop != Status::Ok) return false;
    const auto before = Clock::now();
    if (sampleBytes > 0) _pace.took(sampleBytes, before);
    const Status status = _sink.write(bytes);
    _pace.held(Clock::now() - before);
    return status == Status::Ok;
}

Status SpeechCall::conclude(CURLcode code)
{
    if (_sink.status() != Status::Ok) return _sink.status();
    if (_stop == Status::Deadline && httpStatus() == 0 && Clock::now() - _begun >= silence)
        _standing.silent(Clock::now());
    if (_stop != Status::Ok) return _stop;
    checkConnection(code);
    if (code == CURLE_OK && _lie.empty()) finishBody();
    if (_sink.status() != Status::Ok) return _sink.status();
    const auto now = Clock::now();
    if (!_lie.empty()) {
        _standing.answered(false, now);
        throw Error(Status::Corrupt, "backend-relay.unfit_answer",
                    "the relay answered with something that is no speech", _lie);
    }
    if (_slow || code != CURLE_OK) checkSilence();
    if (_slow) {
        _standing.answered(false, now);
        throw Error(Status::Internal, "backend_timeout", "the relay is too slow; try again",
                    "too little audio for first_audio_s and between_chunks_s");
    }
    checkHttpStatus();
    if (code != CURLE_OK) {
        _standing.answered(false, now);
        throw Error(Status::Corrupt, "backend-relay.cut_off", "the relay broke off; try again",
                    curl_easy_strerror(code));
    }
    _standing.answered(true, now);
    return Status::Ok;
}

void SpeechCall::finishBody()
{
    // libcurl takes "HTTP/200 OK" for an answer.
    if (httpStatus() == 0) _lie = "the answer has no status";
    if (httpStatus() != 200) return;
    try {
        if (_decoder) _decoder->finish();
        if (_pushed == 0 && saysSomething(_request.text)) throw Unfit("the answer is empty");
    }
    catch (const Unfit& unfit) {
        _lie = unfit.what();
    }
}

void SpeechCall::checkConnection(CURLcode code) const
{
    curl_off_t connectedAfter = 0;
    curl_easy_getinfo(_line.easy(), CURLINFO_PRETRANSFER_TIME_T, &connectedAfter);
    const bool late = code == CURLE_OPERATION_TIMEDOUT && connectedAfter == 0;
    if (!late && !couldNotConnect(code)) return;
    _standing.connected(false);
    throw Error(Status::Unavailable, "relay_unreachable", "the relay cannot be reached; try again",
                curl_easy_strerror(code));
}

void SpeechCall::checkSilence() const
{
    if (httpStatus() != 0) return;
    _standing.silent(Clock::now());
    throw Error(Status::Unavailable, "relay_unreachable", "the relay does not answer; try again",
                "connected, and no answer");
}

long SpeechCall::httpStatus() const
{
    long status = 0;
    curl_easy_getinfo(_line.easy(), CURLINFO_RESPONSE_CODE, &status);
    return status;
}

void SpeechCall::checkHttpStatus() const
{
    const long status = httpStatus();
    if (status == 200 || status == 0) return;
    curl_off_t retryAfter = 0;
    curl_easy_getinfo(_line.easy(), CURLINFO_RETRY_AFTER, &retryAfter);
    const Error refusal = refusalOf(status, std::chrono::seconds(retryAfter));
    note(status, refusal);
    throw refusal;
}

void SpeechCall::note(long status, const Error& refusal) const
{
    const auto now = Clock::now();
    if (status == 401 || status == 403)
        _standing.refusing(status == 401, now);
    else if (refusal.status() == Status::Overloaded)
        _standing.full(std::chrono::ceil<std::chrono::seconds>(refusal.retryAfter()), now);
    else
        _standing.answered(!isFailure(status), now);
}

}  // namespace scaispeak::relay
