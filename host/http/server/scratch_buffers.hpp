#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace scaispeak::http {

/// Memory for what is pulled and sent at once: as many pieces as threads send at the same time, of which a
/// few are kept. Thread safe.
class ScratchBuffers
{
    static constexpr std::size_t kBytes = 64 * 1024;
    static constexpr std::size_t kMostKept = 8;
    using Buffer = std::array<char, kBytes>;

public:
    class Lease
    {
    public:
        explicit Lease(ScratchBuffers& buffers) : _buffers(buffers), _buffer(buffers.take()) {}
        ~Lease() { _buffers.giveBack(std::move(_buffer)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        std::span<char> bytes() const noexcept { return *_buffer; }

    private:
        ScratchBuffers& _buffers;
        std::unique_ptr<Buffer> _buffer;
    };

    ScratchBuffers() { _kept.reserve(kMostKept); }

private:
    std::unique_ptr<Buffer> take()
    {
        {
            const std::lock_guard lock(_mutex);
            if (!_kept.empty()) {
                auto buffer = std::move(_kept.back());
                _kept.pop_back();
                return buffer;
            }
        }
        return std::unique_ptr<Buffer>(new Buffer);
    }

    void giveBack(std::unique_ptr<Buffer> buffer) noexcept
    {
        const std::lock_guard lock(_mutex);
        if (_kept.size() < kMostKept) _kept.push_back(std::move(buffer));
    }

    std::mutex _mutex;
    std::vector<std::unique_ptr<Buffer>> _kept;
};

}  // namespace scaispeak::http
