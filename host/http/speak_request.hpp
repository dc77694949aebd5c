#pragma once

#include "core/voice.hpp"
#include "http/call.hpp"
#include "http/field_reader.hpp"
#include "http/services.hpp"
#include "speak/utterance_order.hpp"

#include <string>

namespace scaispeak::http {

/// The body of POST /speak, checked.
struct SpeakRequest
{
    std::string voiceId;
    speak::UtteranceOrder order;  ///< Without its voice.
    bool forceAsync = false;
    bool saveTo = false;
    std::size_t chars = 0;  ///< Code points of the text.
};

/// Throws Failure: MalformedRequest, PayloadTooLarge, and ValidationError with every fault.
SpeakRequest speakRequest(const Call& call, const boost::json::object& body);

/// The format and rate that a body asks for, where they are right; used before the rest is checked.
struct AudioWish
{
    core::ResponseFormat format = core::ResponseFormat::Mp3;
    std::uint32_t sampleRate = 24000;
};

AudioWish audioWish(FieldReader& fields);

/// `backend_preference`: advice, any unless given.
speak::BackendPreference backendPreference(FieldReader& fields);

/// An order with what every call has.
speak::UtteranceOrder orderFor(const Call& call);

}  // namespace scaispeak::http
