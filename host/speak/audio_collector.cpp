#include "speak/audio_collector.hpp"

#include <algorithm>
#include <utility>

namespace scaispeak::speak {

AudioCollector::AudioCollector(std::size_t maxBytes, std::shared_ptr<BufferBudget> budget, std::string tenant)
    : _maxBytes(maxBytes), _body(maxBytes), _account(std::move(budget), std::move(tenant))
{}

bool AudioCollector::reserve(std::size_t bytes, std::size_t later)
{
    const std::lock_guard lock(_mutex);
    if (_failed) return false;
    if (_admitted) return true;
    // What is longer than a body may be is found out while it is made.
    const std::size_t whole = std::min(bytes + later, _maxBytes);
    if (!_account.tryTake(whole)) return false;
    _admitted = true;
    _reserved = whole;
    return true;
}

void AudioCollector::finish()
{
    const std::lock_guard lock(_mutex);
    _account.giveBack(std::exchange(_reserved, 0));
}

void AudioCollector::write(std::span<const std::byte> bytes)
{
    const std::lock_guard lock(_mutex);
    if (_failed) throw OutputClosed();
    const std::size_t covered = std::min(_reserved, bytes.size());
    _reserved -= covered;
    if (covered < bytes.size()) _account.take(bytes.size() - covered);
    _body.write(bytes);
}

void AudioCollector::rewrite(std::uint64_t offset, std::span<const std::byte> bytes)
{
    const std::lock_guard lock(_mutex);
    _body.rewrite(offset, bytes);
}

void AudioCollector::fail()
{
    const std::lock_guard lock(_mutex);
    _failed = true;
    _account.giveBack(std::exchange(_reserved, 0));
}

std::string AudioCollector::takeBody()
{
    const std::lock_guard lock(_mutex);
    return _body.takeBody();
}

}  // namespace scaispeak::speak
