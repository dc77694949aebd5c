#include "audio/memory_sink.hpp"

#include <cstring>

namespace scaispeak::audio {

void MemorySink::write(std::span<const std::byte> bytes)
{
    if (bytes.size() > _maxBytes - _body.size())
        throw std::length_error("the audio is longer than the " + std::to_string(_maxBytes) +
                                " bytes a body may have");
    _body.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

void MemorySink::rewrite(std::uint64_t offset, std::span<const std::byte> bytes)
{
    if (offset > _body.size() || bytes.size() > _body.size() - offset)
        throw std::out_of_range("rewrite beyond what was written");
    if (!bytes.empty()) std::memcpy(_body.data() + offset, bytes.data(), bytes.size());
}

}  // namespace scaispeak::audio
