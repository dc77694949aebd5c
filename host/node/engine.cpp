#include "node/engine.hpp"

#include "audio/crc32.hpp"

#include <unistd.h>

#include <array>
#include <random>

namespace scaispeak::node {
namespace {

std::string hex(std::uint64_t value)
{
    std::array<char, 17> text{};
    std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(value));
    return text.data();
}

/// Another one at each start, so that hosts notice that what a node held is gone.
std::string newNodeId()
{
    std::random_device random;
    return "node-" + hex((std::uint64_t{random()} << 32U) | random());
}

std::string revisionOf(const std::vector<core::EngineVoice>& voices)
{
    audio::Crc32 crc;
    const auto add = [&crc](const std::string& text) {
        crc.add(std::as_bytes(std::span(text.c_str(), text.size() + 1)));
    };
    for (const core::EngineVoice& voice : voices) {
        for (const std::string* text :
             {&voice.name, &voice.displayName, &voice.languagePrimary, &voice.gender})
            add(*text);
        for (const std::string& language : voice.languages)
            add(language);
    }
    return std::to_string(voices.size()) + "-" + crc.hex();
}

}  // namespace

Engine::Engine(std::shared_ptr<core::Backend> backend, std::size_t clipCacheBytes, core::Metrics& metrics,
               core::Logger& logger)
    : _backend(std::move(backend)),
      _description(_backend->describe()),
      _voices(_description->preset ? _backend->listVoices() : std::vector<core::EngineVoice>()),
      _nodeId(newNodeId()),
      _voicesRevision(revisionOf(_voices)),
      _admission(_description->maxConcurrency),
      _clips(clipCacheBytes),
      _pool(_description->maxConcurrency, _description->maxConcurrency),
      _callMetrics(metrics),
      _logger(logger)
{}

std::string Engine::callId(const std::string& requestId)
{
    return requestId + "." + std::to_string(++_calls);
}

}  // namespace scaispeak::node
