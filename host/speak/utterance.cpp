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

/// How long a call waits for a place where its voice is exact before one where it is approximate will do.
std::chrono::milliseconds exactWait(const SpeakTimeouts& timeouts)
{
    return timeouts.admissionWait / 10;
}

}  // namespace

/// Its place in the queue of one slot.
class Utterance::Turn : public EngineTask
{
public:
    Turn(std::shared_ptr<Utterance> utterance, std::size_t candidate)
        : _utterance(std::move(utterance)), _candidate(candidate)
    {}
    const std::string& tenantId() const override { return _utterance->_order.tenantId; }
    void run() noexcept override { _utterance->run(*this, _candidate); }

private:
    const std::shared_ptr<Utterance> _utterance;
    const std::size_t _candidate;
};

Utterance::Utterance(UtteranceOrder order, Route route, std::shared_ptr<AudioOutput> output,
                     std::shared_ptr<UtteranceListener> listener, const Surroundings& surroundings)
    : _order(std::move(order)),
      _refusals(std::move(route.refusals)),
      _segments(segmentsFor(_order)),
      _output(std::move(output)),
      _listener(std::move(listener)),
      _surroundings(surroundings),
      _turns(std::move(route.candidates), _order.voice, _orderedAt + exactWait(surroundings.timeouts))
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
    if (place && queue()) {
        auto turn = std::make_shared<Turn>(shared_from_this(), _candidate);
        _turns.stands(_candidate, turn);
        _queuing = true;  // Nobody else is to be asked beside it.
        return [turn = std::move(turn), place = std::move(place)] { turn->run(); };
    }
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
    if (!_queuedAt) _queuedAt = Clock::now();
    return true;
}

void Utterance::dispatch(Lock& lock)
{
    if (queue()) queueUp(lock, Clock::now());
}

void Utterance::queueUp(Lock& lock, Clock::time_point now)
{
    _queuing = true;
    while (const auto candidate = _turns.next(now)) {
        const auto turn = std::make_shared<Turn>(shared_from_this(), *candidate);
        const auto pool = _turns.slot(*candidate).pool;
        _turns.stands(*candidate, turn);
        // The engine's thread begins with this lock.
        lock.unlock();
        const Admission admission = pool->submit(turn);
        if (admission == Admission::Begun) return;
        lock.lock();
        if (!_turns.standsWith(*candidate, *turn)) {
            // It had its turn, here or elsewhere, or was stopped, perhaps before it stood in this queue.
            pool->withdraw(*turn);
            return;
        }
        if (admission == Admission::Refused) {
            const AttemptFailure failure = noPlace("the queue is full");
            noteFailure(*candidate, failure);
            _turns.failed(*candidate, failure);
        }
    }
    _queuing = false;
    if (_turns.any()) return;
    if (_started)
        endBroken(lock, noPlace("the queue is full"));
    else
        endUnspoken(lock);
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

void Utterance::run(const Turn& turn, std::size_t candidate) noexcept
{
    core::SynthesisRequest request;
    std::shared_ptr<EngineAttempt> attempt;
    std::shared_ptr<core::Backend> backend;
    Turns::Left left;
    {
        const Lock lock(_mutex);
        if (!_turns.standsWith(candidate, turn)) return;
        _turns.stands(candidate, nullptr);
        left = _turns.leave();
        _queuing = false;
        _phase = Phase::Running;
        _candidate = candidate;
        request = segmentRequest(_order, _segments[_segment], slot(), _segments.size() == 1);
        attempt = makeAttempt();
        backend = slot().backend;
        _attempt = attempt;
        _attemptAt = Clock::now();
    }
    Turns::withdraw(left);
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
            _turns.settle(_candidate);
            _summary.firstAudio = now - _orderedAt;
            _summary.engineFirstAudio = now - _attemptAt;
        }
    }
    if (first) _listener->started(_summary.slot);
}

void Utterance::noteSlot()
{
    _summary.slot = slot().name;
    _summary.failover = _candidate != 0;
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
        attemptFailed(lock, attempt, attemptFailure(outcome, attempt->fault(), slot().slotClass));
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
    _queuedAt.reset();
    if (!attempt.gotSample()) _summary.chars += _segments[_segment].chars;
    if (++_segment < _segments.size()) {
        dispatch(lock);
        return;
    }
    if (_summary.slot.empty()) noteSlot();
    end(lock, UtteranceSummary::Outcome::Completed, nullptr);
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
    return _phase == Phase::Queued && now - *_queuedAt > limit;
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
                endOverdue(lock);
                return false;
            }
            if (_phase == Phase::WaitingForRoom)
                dispatch(lock);
            else if (!_queuing)
                queueUp(lock, now);
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
    _queuing = false;
    const Turns::Left left = _turns.leave();
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
    Turns::withdraw(left);
    _surroundings.metrics.ended(summary);
    // First the listener, so that the figures are there when a reader comes to the end of the audio.
    _listener->ended(summary, failure);
    if (outcome == UtteranceSummary::Outcome::Completed)
        _output->finish();
    else
        _output->fail();
}

}  // namespace scaispeak::speak
