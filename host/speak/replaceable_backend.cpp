#include "speak/replaceable_backend.hpp"

#include "core/failure.hpp"
#include "speak/slot.hpp"

#include <utility>

namespace scaispeak::speak {

void ReplaceableBackend::replace(std::shared_ptr<core::Backend> backend, std::string why)
{
    // Released outside the lock: it may be the last one to hold the old backend.
    std::shared_ptr<core::Backend> old = std::move(backend);
    {
        const std::lock_guard lock(_mutex);
        std::swap(_current, old);
        _why = std::move(why);
        std::erase_if(_earlier, [](const auto& earlier) { return earlier.expired(); });
        if (old) _earlier.push_back(old);
    }
}

std::shared_ptr<core::Backend> ReplaceableBackend::current() const
{
    const std::lock_guard lock(_mutex);
    return _current;
}

std::shared_ptr<const core::EngineDescription> ReplaceableBackend::describe()
{
    static const auto unknown = std::make_shared<const core::EngineDescription>();
    const auto backend = current();
    return backend ? backend->describe() : unknown;
}

std::vector<core::EngineVoice> ReplaceableBackend::listVoices()
{
    const auto backend = current();
    return backend ? backend->listVoices() : std::vector<core::EngineVoice>();
}

void ReplaceableBackend::refresh()
{
    if (const auto backend = current()) backend->refresh();
}

core::SynthesisOutcome ReplaceableBackend::synthesize(const core::SynthesisRequest& request,
                                                      core::AudioSink& sink,
                                                      const core::Cancellation& cancellation)
{
    if (const auto backend = current()) return backend->synthesize(request, sink, cancellation);
    core::SynthesisOutcome outcome;
    outcome.status = core::SynthesisStatus::Unavailable;
    outcome.reason = word(SlotReason::NotConfigured);
    outcome.internalMessage = "the slot has no backend";
    return outcome;
}

void ReplaceableBackend::cancel(const std::string& requestId) noexcept
{
    std::vector<std::shared_ptr<core::Backend>> all;
    try {
        const std::lock_guard lock(_mutex);
        if (_current) all.push_back(_current);
        for (const auto& weak : _earlier)
            if (auto earlier = weak.lock()) all.push_back(std::move(earlier));
    }
    catch (const std::bad_alloc&) {
        // The call hears of its stop by the status it polls.
    }
    for (const auto& backend : all)
        backend->cancel(requestId);
}

core::BackendHealth ReplaceableBackend::health()
{
    std::shared_ptr<core::Backend> backend;
    std::string why;
    {
        const std::lock_guard lock(_mutex);
        backend = _current;
        why = _why;
    }
    if (backend) return backend->health();
    return {false, std::string(word(SlotReason::NotConfigured)), why};
}

}  // namespace scaispeak::speak
