#pragma once

#include "core/backend.hpp"
#include "node/clip_cache.hpp"

#include <scaiinfer/v1/speech.pb.h>

#include <cstdint>
#include <string>

namespace scaispeak::node {

/// Makes what a host asks for over the wire into what the engine is asked for. For one request.
class RequestReader
{
public:
    enum class Answer : std::uint8_t
    {
        Good,
        Invalid,
        NeedsReference  ///< Its clip is neither in it nor in the cache.
    };

    /// `maxChars`: code points that the engine takes at once, 0 = no limit. The cache must outlive it.
    RequestReader(ClipCache& clips, std::uint32_t maxChars) : _clips(clips), _maxChars(maxChars) {}

    /// Fills `out` but for what is of the call rather than of the request: ids and time. A clip that came
    /// along is in the cache then.
    Answer read(scaiinfer::v1::SynthesizeRequest&& given, core::SynthesisRequest& out);

    /// What is wrong, where it is Invalid.
    const std::string& fault() const noexcept { return _fault; }
    /// Whether the cache has the clip.
    bool keepsClip() const noexcept { return _keepsClip; }

private:
    Answer invalid(std::string fault);
    Answer readTexts(scaiinfer::v1::SynthesizeRequest& given, core::SynthesisRequest& out);
    Answer readVoice(scaiinfer::v1::SynthesizeRequest& given, core::SynthesisRequest& out);
    Answer readReference(scaiinfer::v1::Reference& given, core::SynthesisRequest& out);

    ClipCache& _clips;
    const std::uint32_t _maxChars;
    std::string _fault;
    bool _keepsClip = false;
};

}  // namespace scaispeak::node
