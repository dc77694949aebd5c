#include "raw_node.hpp"

#include <backend-scaiinfer/channel.hpp>

#include <cstdlib>

namespace {

using namespace scaispeak;

void require(bool kept)
{
    if (!kept) std::abort();
}

}  // namespace

// A node's answer to Describe: what is believed keeps to the limits of what hosts show and compute with.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static tests::RawNode& node = *new tests::RawNode;
    static scaispeak::scaiinfer::Channel& channel =
        *new scaispeak::scaiinfer::Channel(node.address(), {}, {}, std::chrono::seconds(5));
    node.answer({std::string(reinterpret_cast<const char*>(data), size)});
    try {
        const auto report = channel.describe("", std::chrono::seconds(5), true);
        require(report.engine.maxConcurrency >= 1);
        require(report.state == NodeStatus::Online || report.state == NodeStatus::Draining ||
                report.state == NodeStatus::Offline);
        for (const Voice& voice : report.voices)
            require(voice.gender >= Gender::Unspecified && voice.gender <= Gender::Neutral);
        if (!faultOf(report).empty()) return 0;
        require(!report.nodeId.empty() && report.nodeId.size() <= 64);
        require(!report.engine.name.empty() && report.engine.name.size() <= 64);
        require(report.engine.maxConcurrency <= 4'096 && report.voices.size() <= 10'000);
        for (const std::uint32_t rate : report.engine.sampleRates)
            require(rate >= 8'000 && rate <= 192'000);
    }
    catch (const Error& error) {
        require(error.status() == Status::Unavailable && !error.internalMessage().empty());
    }
    return 0;
}
