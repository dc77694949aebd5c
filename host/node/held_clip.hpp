#pragma once

#include "core/backend.hpp"
#include "node/clip_cache.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace scaispeak::node {

/// A clip of the cache as the engine reads it. Stays whole when the cache lets it go.
class HeldClip : public core::ReferenceClip
{
public:
    HeldClip(const ClipKey& key, std::shared_ptr<const Clip> clip) : _key(key), _clip(std::move(clip)) {}
    std::span<const std::uint8_t, 32> key() const override { return _key; }
    std::uint32_t sampleRate() const override { return _clip->sampleRate; }
    std::uint64_t frames() const override { return _clip->pcm.size() / 2; }
    const std::string& transcript() const override { return _clip->transcript; }
    std::size_t read(std::uint64_t offset, std::span<std::byte> out) const override
    {
        if (offset >= _clip->pcm.size()) return 0;
        const auto size = std::min<std::size_t>(out.size(), _clip->pcm.size() - offset);
        std::copy_n(reinterpret_cast<const std::byte*>(_clip->pcm.data()) + offset, size, out.data());
        return size;
    }

private:
    ClipKey _key;
    std::shared_ptr<const Clip> _clip;
};

}  // namespace scaispeak::node
