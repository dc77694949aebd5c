#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace scaispeak::node {

/// A cloned voice's reference clip.
struct Clip
{
    std::uint32_t sampleRate = 0;
    std::string pcm;  ///< Mono, s16.
    std::string transcript;
};

using ClipKey = std::array<std::uint8_t, 32>;

/// The clips of the voices that were spoken with last, in memory alone and at most `limit` bytes of them: the
/// one that was not used for the longest time makes room. Thread safe.
class ClipCache
{
public:
    /// Since the beginning.
    struct Counts
    {
        std::uint64_t hits = 0;
        std::uint64_t misses = 0;
        std::uint64_t displaced = 0;  ///< Made room for others.
    };

    explicit ClipCache(std::size_t limit) : _limit(limit) {}

    /// Null when it is not here.
    std::shared_ptr<const Clip> find(const ClipKey& key);
    /// False when it is larger than the whole cache: then it is not kept.
    bool keep(const ClipKey& key, std::shared_ptr<const Clip> clip);
    /// Whether it was here. Calls that hold it finish with it.
    bool evict(const ClipKey& key);
    std::size_t bytes() const;
    Counts counts() const;

private:
    struct Entry
    {
        std::shared_ptr<const Clip> clip;
        std::list<ClipKey>::iterator use;
    };

    bool drop(const ClipKey& key);

    const std::size_t _limit;
    mutable std::mutex _mutex;
    std::list<ClipKey> _uses;  ///< The latest first.
    std::map<ClipKey, Entry> _entries;
    std::size_t _bytes = 0;
    Counts _counts;
};

}  // namespace scaispeak::node
