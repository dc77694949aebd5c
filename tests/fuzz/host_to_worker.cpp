// What a worker may get on one of its lanes: calls of every function, cut short, out of order, with arguments
// that are none. It must answer or end the lane; its plugin gets nothing that does not lie within memory.
#include "fuzz/reading_tables.hpp"
#include "pluginhost/plugin_instance.hpp"
#include "pluginhost/wire/frame.hpp"
#include "unit/pluginhost/fakes.hpp"
#include "worker/lane.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace {

using namespace scaispeak;
using namespace scaispeak::pluginhost;

/// Says nothing and keeps nothing.
class Silent : public core::Logger
{
public:
    bool enabled(core::LogLevel) const noexcept override { return false; }
    void write(core::LogLevel, std::string_view, std::span<const core::LogField>) noexcept override {}
};

/// The plugin and what it stands in: made once, which takes far longer than a call.
class Bench
{
public:
    PluginInstance& instance() { return _instance; }

private:
    static Descriptor descriptor()
    {
        Descriptor descriptor;
        descriptor.id = "reading";
        descriptor.create = [](const scs_host*, scs_str, void** instance, scs_error*) {
            *instance = &reading::sum;
            return scs_status{SCS_OK};
        };
        descriptor.destroy = [](void*) {};
        return descriptor;
    }

    Silent _logger;
    fakes::Metrics _metrics;
    fakes::Credentials _credentials;
    HostServices _services{_logger, _metrics, _credentials, "scaispeakd", "0.1.0"};
    PluginInstance _instance{descriptor(), reading::tables(), _services, nullptr, {}};
};

/// Nobody reads the answers while the lane runs, so that they have to fit into the socket.
std::size_t sizeOfFirstFrames(const std::uint8_t* data, std::size_t size)
{
    std::size_t end = 0;
    for (int frames = 0; frames < 32 && size - end >= sizeof(FrameHeader); ++frames) {
        FrameHeader header;
        std::memcpy(&header, data + end, sizeof header);
        if (header.size > size - end - sizeof header) return size;
        end += sizeof header + header.size;
    }
    return end;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static Bench& bench = *std::make_unique<Bench>().release();
    auto [host, end] = makeSocketPair();
    size = sizeOfFirstFrames(data, std::min<std::size_t>(size, 16'384));
    if (::send(host.get(), data, size, 0) != static_cast<ssize_t>(size)) return 0;
    ::shutdown(host.get(), SHUT_WR);
    worker::Lane lane{Channel(std::move(end))};
    lane.run(bench.instance());
    return 0;
}
