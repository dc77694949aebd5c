#include "speak/speech_service.hpp"

#include "speak/expected_size.hpp"

#include <algorithm>
#include <utility>

namespace scaispeak::speak {

SpeechService::SpeechService(std::vector<std::shared_ptr<const Slot>> slots, Options options,
                             core::PolicySource& policies, core::Metrics& metrics, core::Logger& logger)
    : _slots(std::move(slots)),
      _options(std::move(options)),
      _policies(policies),
      _metrics(metrics),
      _logger(logger),
      _budget(std::make_shared<BufferBudget>(_options.get()->bufferTotalBytes))
{
    keepPools(*_slots.get());
}

SpeechService::Stream SpeechService::openStream(UtteranceOrder order,
                                                std::shared_ptr<UtteranceListener> listener)
{
    Stream stream;
    stream.audio = std::make_shared<AudioBuffer>(bufferCapacity(order.format, order.sampleRate), _budget,
                                                 order.tenantId);
    stream.utterance = makeUtterance(std::move(order), stream.audio, std::move(listener));
    stream.audio->onRoom([weak = std::weak_ptr(stream.utterance)] {
        if (const auto utterance = weak.lock()) utterance->roomMade();
    });
    return stream;
}

SpeechService::Collection SpeechService::openCollection(UtteranceOrder order,
                                                        std::shared_ptr<UtteranceListener> listener)
{
    Collection collection;
    collection.audio =
        std::make_shared<AudioCollector>(_options.get()->bufferTotalBytes / 4, _budget, order.tenantId);
    collection.utterance = makeUtterance(std::move(order), collection.audio, std::move(listener));
    return collection;
}

std::shared_ptr<Utterance> SpeechService::makeUtterance(UtteranceOrder order,
                                                        std::shared_ptr<AudioOutput> output,
                                                        std::shared_ptr<UtteranceListener> listener)
{
    if (!isReady(order.voice)) throw notReady();
    const auto options = _options.get();
    const auto slots = _slots.get();
    Route chosen = route(order.voice, order.preference, *_policies.of(order.tenantId), *slots);
    if (chosen.candidates.empty()) throw noBackend(std::move(chosen.refusals), *slots);
    auto utterance = std::make_shared<Utterance>(
        std::move(order), std::move(chosen), std::move(output), std::move(listener),
        Utterance::Surroundings{options->timeouts, _metrics, _logger, *slots});
    _supervisor.watch(utterance);
    return utterance;
}

void SpeechService::configure(Options options)
{
    _budget->resize(options.bufferTotalBytes);
    _options.set(std::move(options));
}

void SpeechService::setSlots(Slots slots)
{
    keepPools(slots);
    _slots.set(std::move(slots));
}

void SpeechService::keepPools(const Slots& slots)
{
    const std::lock_guard lock(_mutex);
    for (const auto& slot : slots) {
        _metrics.slot(slot->name);
        if (slot->pool) _pools.insert(slot->pool);
    }
}

Outlook SpeechService::explain(const core::Voice& voice, BackendPreference preference,
                               const Policy& policy) const
{
    return outlookOf(voice, preference, policy, *_slots.get());
}

std::vector<SlotState> SpeechService::slotStates() const
{
    std::vector<SlotState> states;
    const auto slots = _slots.get();
    for (const auto& slot : *slots)
        states.push_back(stateOf(*slot));
    return states;
}

bool SpeechService::stop(std::chrono::milliseconds patience)
{
    _supervisor.stopAll(core::StopReason::Closed);
    const auto until = std::chrono::steady_clock::now() + patience;
    bool stopped = true;
    const std::lock_guard lock(_mutex);
    for (const auto& pool : _pools) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        stopped = pool->stop(std::max(left, std::chrono::milliseconds(0))) && stopped;
    }
    return stopped;
}

}  // namespace scaispeak::speak
