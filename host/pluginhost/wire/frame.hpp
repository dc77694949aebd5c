#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace scaispeak::pluginhost {

/// What goes over the sockets between the host and one of its workers. Both are of one build, so numbers are
/// in the machine's own order. Each worker has one control socket and some lanes; a lane carries one call at
/// a time, with everything that call says and asks in between.
enum class FrameKind : std::uint8_t
{
    // On a lane, from the host.
    Call = 1,  ///< CallHead, then the function's arguments.
    Answer,    ///< To an Ask: status, then what was asked for.

    // On a lane, from the worker. All but Ask go one way; the host ends what is not wanted by StopCall.
    Begin,   ///< scs_audio_sink::begin
    Write,   ///< Bytes of audio, or of a body that is fetched.
    Event,   ///< scs_audio_sink::event
    Emit,    ///< One item of a list.
    Ask,     ///< Question, arguments.
    Return,  ///< Status, error, results: the call is over.

    // On the control socket, from the worker.
    Ready,    ///< Loaded and created; what is hardened, as text.
    Refused,  ///< It cannot be loaded: step and reason.
    Pong,     ///< Health.
    Log,
    Metric,

    // On the control socket, from the host.
    Ping,
    StopCall,  ///< lane, call number, scs_status
    Finish,    ///< No call comes any more: destroy and end.
};

/// What a worker asks in the middle of a call, and waits for.
enum class Question : std::uint8_t
{
    ReadReference = 1,  ///< offset, capacity -> bytes
    ReadBody,           ///< capacity -> bytes
    LookUpCredential,   ///< sha256 -> principal
};

struct FrameHeader
{
    std::uint32_t size = 0;  ///< Of the payload.
    FrameKind kind{};
    std::uint8_t reserved[3] = {};
};
static_assert(sizeof(FrameHeader) == 8);

/// One frame as received. The payload is valid until the next receive.
struct Frame
{
    FrameKind kind{};
    std::span<const std::byte> payload;
};

/// No frame is larger: a request's text is at most 400 KB, audio goes in pieces.
inline constexpr std::uint32_t maximumPayload = 1'048'576;
/// Audio, objects and bodies go in pieces of this.
inline constexpr std::size_t pieceSize = 65'536;

/// Where a worker finds what it inherits.
inline constexpr int controlDescriptor = 3;
inline constexpr int helloDescriptor = 4;
inline constexpr int firstLaneDescriptor = 5;

}  // namespace scaispeak::pluginhost
