#include "speak/utterance.hpp"

#include "audio/utterance_encoder.hpp"
#include "core/utf8.hpp"
#include "speak/expected_size.hpp"
#include "speak/segment_request.hpp"
#include "speak/segmenter.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace scaispeak::speak {
namespace {

std::vector<Segment> segmentsFor(const UtteranceOrder& order)
{
    std::vector<Segment> segments = segmentsOf(order.text, order.speed.value_or(1.0));
    // Text of spaces alone is legal: the engine says nothing, and the answer is audio without samples.
    if (segments.empty()) segments.push_back({order.text, core::countCodePoints(order.text), 0});
    return segments;
}

}  // namespace

Utterance::Utterance(UtteranceOrder order, Route route, std::shared_ptr<AudioOutput> output,
                     std::shared_ptr<UtteranceListener> listener, const Surroundings& surroundings)
    : _order(std::move(order)),
      _route(std::move(route)),
      _segments(segmentsFor(_order)),
      _output(std::move(output)),
      _listener(std::move(listener)),
      _surroundings(surroundings)
{
    _summary.sampleRate = _order.sampleRate;
}

Utterance::~Utterance() = default;

void Utterance::start()
{
    Lock lock(_mutex);
    if (_phase != Phase::New) return;
    begin();
    dispatch(lock);
}

std::function<void()> Utterance::startHere()
{
    Lock lock(_mutex);
    if (_phase != Phase::New) return {};
    begin();
    auto place = slot().pool->occupy();
    if (place && queue()) return [self = shared_from_this(), place = std::move(place)] { self->run(); };
    place.reset();
    dispatch(lock);
    return {};
}

void Utterance::begin()
{
    _self = shared_from_this();
    _surroundings.metrics.began();
}

/// False: it waits for room for its next segment.
bool Utterance::queue()
{
    const auto segments = std::span(_segments).subspan(_segment);
    if (!_output->reserve(expectedBytes(segments.first(1)), expectedBytes(segments.subspan(1)))) {
        _phase = Phase::WaitingForRoom;
        return false;
    }
    _phase = Phase::Queued;
    _queuedAt = Clock::now();
    return true;
}

void Utterance::dispatch(Lock& lock)
{
    if (!queue()) return;
    const auto self = shared_from_this();
    const auto pool = slot().pool;
    // The engine's thread begins with this lock.
    lock.unlock();
    if (pool->submit(self)) return;
    lock.lock();
    if (_phase != Phase::Queued) return;
    _output->settle();
    _phase = Phase::Running;
    attemptFailed(lock, nullptr,
                  {core::ErrorCode::Overloaded, SlotReason::Saturated, "the queue is full", 1, {}, {}});
}

std::size_t Utterance::expectedBytes(std::span<const Segment> segments) const
{
    return std::accumulate(segments.begin(), segments.end(), std::size_t{0},
                           [this](std::size_t sum, const Segment& segment) {
                               return sum + speak::expectedBytes(segment, _order.format, _order.sampleRate);
                           });
}

void Utterance::roomMade()
{
    Lock lock(_mutex);
    if (_phase == Phase::WaitingForRoom) dispatch(lock);
}

void Utterance::run() noexcept
{
    core::SynthesisRequest request;
    std::shared_ptr<EngineAttempt> attempt;
    std::shared_ptr<core::Backend> backend;
    {
        const Lock lock(_mutex);
        if (_phase != Phase::Queued) return;
        _phase = Phase::Running;
        request = segmentRequest(_order, _segments[_segment], slot(), _segments.size() == 1);
        attempt = makeAttempt();
        backend = slot().backend;
        _attempt = attempt;
        _attemptAt = Clock::now();
    }
    attempt->cancellation().onStop(
        [backend, id = request.requestId](core::StopReason) { backend->cancel(id); });
    _surroundings.metrics.engineCalled();
    core::SynthesisOutcome outcome;
    try {
        outcome = backend->synthesize(request, *attempt, attempt->cancellation());
    }
    catch (const std::exception& error) {
        outcome.status = core::SynthesisStatus::Failed;
        outcome.internalMessage = error.what();
    }
    attempt->cancellation().onStop(nullptr);
    attempt->engineReturned();
    conclude(attempt, outcome);
    _surroundings.metrics.engineReturned();
}

std::shared_ptr<EngineAttempt> Utterance::makeAttempt()
{
    // `run` keeps the utterance alive for as long as the engine may call the attempt.
    return std::make_shared<EngineAttempt>(EngineAttempt::Hooks{
        [this](const core::AudioFormat& format) { beginAudio(format); },
        [this]() -> audio::UtteranceEncoder& { return encoder(); },
        [this] { firstSample(); },
    });
}

void Utterance::beginAudio(const core::AudioFormat& format)
{
    encoder().beginSegment(format);
    if (format.encoding == core::Encoding::Mp3) _output->widen(passedBufferCapacity());
}

audio::UtteranceEncoder& Utterance::encoder()
{
    if (!_encoder)
        _encoder = std::make_unique<audio::UtteranceEncoder>(_order.format, _order.sampleRate, *_output);
    return *_encoder;
}

void Utterance::firstSample()
{
    bool first = false;
    {
        const Lock lock(_mutex);
        if (_phase != Phase::Running) return;
        _summary.chars += _segments[_segment].chars;
        first = !std::exchange(_started, true);
        if (first) {
            const Clock::time_point now = Clock::now();
            noteSlot();
            _summary.firstAudio = now - _orderedAt;
            _summary.engineFirstAudio = now - _attemptAt;
        }
    }
    if (first) _listener->started(_summary.slot);
}

void Utterance::noteSlot()
{
    _summary.slot = slot().name;
    // A voice that was unmapped since is still the approximation it was.
    _summary.fidelity = fidelityOf(_order.voice, slot()).value_or(Fidelity::Approximate);
}

void Utterance::conclude(const std::shared_ptr<EngineAttempt>& attempt, const core::SynthesisOutcome& outcome)
{
    const bool whole =
        outcome.status == core::SynthesisStatus::Ok && attempt->fault().empty() && completeSegment(*attempt);
    Lock lock(_mutex);
    if (_phase != Phase::Running || _attempt != attempt) {
        _surroundings.metrics.orphaned(attempt->orphanedTime(Clock::now()));
        return;
    }
    _summary.engineTime += attempt->engineTime();
    if (whole)
        segmentDone(lock, *attempt);
    else
        attemptFailed(lock, attempt, attemptFailureOf(outcome, attempt->fault(), slot().slotClass));
}

bool Utterance::completeSegment(EngineAttempt& attempt)
{
    return attempt.complete([this, &attempt] {
        if (attempt.gotSample()) encoder().endSegment();
        if (_segment + 1 < _segments.size()) return;
        encoder().finish();
    });
}

void Utterance::segmentDone(Lock& lock, const EngineAttempt& attempt)
{
    _output->settle();
    _attempt.reset();
    _retried = false;
    if (!attempt.gotSample()) _summary.chars += _segments[_segment].chars;
    if (++_segment < _segments.size()) {
        dispatch(lock);
        return;
    }
    if (_summary.slot.empty()) noteSlot();
    end(lock, UtteranceSummary::Outcome::Completed, nullptr);
}

void Utterance::attemptFailed(Lock& lock, const std::shared_ptr<EngineAttempt>& attempt,
                              AttemptFailure failure)
{
    logFailure(failure);
    _output->settle();
    _attempt.reset();
    const bool sampleMade = attempt && attempt->gotSample();
    if (!_started) {
        _failures.emplace_back(slot().name, std::move(failure));
        if (_candidate + 1 < _route.candidates.size()) {
            ++_candidate;
            dispatch(lock);
            return;
        }
    }
    else if (!sampleMade && !std::exchange(_retried, true)) {
        dispatch(lock);
        return;
    }
    else
        _failures.emplace_back(slot().name, std::move(failure));
    const core::Failure final = finalFailure();
    end(lock, UtteranceSummary::Outcome::Failed, &final);
}

core::Failure Utterance::finalFailure() const
{
    // A slot that has begun to speak was no unavailable one, whatever it says when it breaks off.
    if (_started) return brokenBackend(_failures.back().second, true);
    const auto broke = std::ranges::find_if(_failures.rbegin(), _failures.rend(),
                                            [](const auto& failure) { return !failure.second.reason; });
    if (broke != _failures.rend()) return brokenBackend(broke->second, false);
    std::vector<SlotRefusal> refusals = _route.refusals;
    for (const auto& [name, failure] : _failures)
        refusals.push_back({name, *failure.reason, true, failure.retryAfterSeconds});
    return noBackend(std::move(refusals), _surroundings.slots);
}

void Utterance::stop(core::StopReason why)
{
    std::shared_ptr<EngineAttempt> attempt;
    Lock lock(_mutex);
    if (_phase == Phase::Ended) return;
    attempt = _attempt;
    if (_phase == Phase::New) _surroundings.metrics.began();
    // Before the output ends, or an engine that sees that first would return as one whose work was wanted.
    if (attempt) attempt->giveUp();
    const core::Failure failure(core::ErrorCode::ShuttingDown, "the call was stopped; try again");
    end(lock, UtteranceSummary::Outcome::Cancelled, &failure);
    if (attempt) attempt->cancellation().stop(why);
}

bool Utterance::turnOverdue(Clock::time_point now) const
{
    if (!_started) return now - _orderedAt > _surroundings.timeouts.admissionWait;
    // One that waits for room waits for its own listener, who is watched elsewhere.
    const auto limit = std::max(_surroundings.timeouts.admissionWait, _surroundings.timeouts.laterTurn);
    return _phase == Phase::Queued && now - _queuedAt > limit;
}

bool Utterance::tick(Clock::time_point now)
{
    Lock lock(_mutex);
    switch (_phase) {
        case Phase::Ended:
            return false;
        case Phase::WaitingForRoom:
        case Phase::Queued:
            if (turnOverdue(now)) {
                const core::Failure failure =
                    core::Failure(core::ErrorCode::Overloaded,
                                  "every place of the backend is taken; try again in a moment")
                        .withRetryAfter(1);
                end(lock, UtteranceSummary::Outcome::Failed, &failure);
                return false;
            }
            if (_phase == Phase::WaitingForRoom) dispatch(lock);
            return true;
        case Phase::Running:
            if (const auto attempt = _attempt;
                attempt &&
                attempt->expire(now, _surroundings.timeouts.firstAudio, _surroundings.timeouts.betweenChunks))
                attemptFailed(lock, attempt,
                              {core::ErrorCode::BackendTimeout,
                               std::nullopt,
                               "no audio in time",
                               std::nullopt,
                               {},
                               {}});
            return true;
        case Phase::New:
            break;
    }
    return true;
}

void Utterance::end(Lock& lock, UtteranceSummary::Outcome outcome, const core::Failure* failure)
{
    _phase = Phase::Ended;
    const auto self = std::exchange(_self, nullptr);
    _attempt.reset();
    _summary.outcome = outcome;
    _summary.total = Clock::now() - _orderedAt;
    // In this order: while an utterance is cancelled its engine may be inside the encoder, or just be making
    // it.
    if (outcome == UtteranceSummary::Outcome::Completed && _encoder) {
        _summary.samples = _encoder->samples();
        _summary.engineFrames = _encoder->engineFrames();
    }
    const UtteranceSummary summary = _summary;
    lock.unlock();
    _surroundings.metrics.ended(summary);
    // First the listener, so that the figures are there when a reader comes to the end of the audio.
    _listener->ended(summary, failure);
    if (outcome == UtteranceSummary::Outcome::Completed)
        _output->finish();
    else
        _output->fail();
}

void Utterance::logFailure(const AttemptFailure& failure) const
{
    _surroundings.logger.warning("backend_failed",
                                 {{"request_id", std::string_view(_order.requestId)},
                                  {"tenant_id", std::string_view(_order.tenantId)},
                                  {"slot", std::string_view(slot().name)},
                                  {"code", core::word(failure.code)},
                                  {"reason", failure.reason ? word(*failure.reason) : std::string_view()},
                                  {"plugin_reason", std::string_view(failure.pluginReason)},
                                  {"plugin_message", std::string_view(failure.publicMessage)},
                                  {"detail", std::string_view(failure.message)}});
}

}  // namespace scaispeak::speak
