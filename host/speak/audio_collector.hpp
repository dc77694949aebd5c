#pragma once

#include "audio/memory_sink.hpp"
#include "speak/audio_output.hpp"
#include "speak/buffer_budget.hpp"

#include <memory>
#include <mutex>
#include <string>

namespace scaispeak::speak {

/// A whole body in memory, for answers that are sent in one piece. It counts against the budget, and its
/// headers tell the true length. Written by the thread that speaks; taken by the same thread after the end.
class AudioCollector : public AudioOutput
{
public:
    AudioCollector(std::size_t maxBytes, std::shared_ptr<BufferBudget> budget, std::string tenant);

    bool reserve(std::size_t bytes, std::size_t later) override;
    void settle() override {}
    void write(std::span<const std::byte> bytes) override;
    bool rewritable() const noexcept override { return true; }
    void rewrite(std::uint64_t offset, std::span<const std::byte> bytes) override;
    void finish() override;
    void fail() override;

    std::string takeBody();

private:
    const std::size_t _maxBytes;
    std::mutex _mutex;
    audio::MemorySink _body;
    BufferBudget::Account _account;
    std::size_t _reserved = 0;
    bool _admitted = false;
    bool _failed = false;
};

}  // namespace scaispeak::speak
