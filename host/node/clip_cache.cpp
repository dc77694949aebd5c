#include "node/clip_cache.hpp"

#include <utility>

namespace scaispeak::node {
namespace {

// What an entry costs beside its samples.
constexpr std::size_t overhead = 256;

std::size_t sizeOf(const Clip& clip)
{
    return clip.pcm.size() + clip.transcript.size() + overhead;
}

}  // namespace

std::shared_ptr<const Clip> ClipCache::find(const ClipKey& key)
{
    const std::lock_guard lock(_mutex);
    const auto found = _entries.find(key);
    ++(found == _entries.end() ? _counts.misses : _counts.hits);
    if (found == _entries.end()) return nullptr;
    _uses.splice(_uses.begin(), _uses, found->second.use);
    return found->second.clip;
}

bool ClipCache::keep(const ClipKey& key, std::shared_ptr<const Clip> clip)
{
    const std::size_t size = sizeOf(*clip);
    const std::lock_guard lock(_mutex);
    drop(key);
    if (size > _limit) return false;
    while (_bytes + size > _limit) {
        drop(_uses.back());
        ++_counts.displaced;
    }
    _uses.push_front(key);
    _entries.emplace(key, Entry{std::move(clip), _uses.begin()});
    _bytes += size;
    return true;
}

bool ClipCache::evict(const ClipKey& key)
{
    const std::lock_guard lock(_mutex);
    return drop(key);
}

std::size_t ClipCache::bytes() const
{
    const std::lock_guard lock(_mutex);
    return _bytes;
}

ClipCache::Counts ClipCache::counts() const
{
    const std::lock_guard lock(_mutex);
    return _counts;
}

/// By value: the key of the list goes with its entry.
bool ClipCache::drop(const ClipKey& given)
{
    const ClipKey key = given;
    const auto found = _entries.find(key);
    if (found == _entries.end()) return false;
    _bytes -= sizeOf(*found->second.clip);
    _uses.erase(found->second.use);
    _entries.erase(found);
    return true;
}

}  // namespace scaispeak::node
