#include "worker/worker.hpp"

#include "pluginhost/loader/plugin_refused.hpp"
#include "pluginhost/loader/text.hpp"
#include "pluginhost/plugin_call.hpp"
#include "pluginhost/wire/field_reader.hpp"

#include <array>
#include <utility>

namespace scaispeak::worker {

using namespace pluginhost;

Worker::Worker(Hello hello, Channel control, std::vector<Channel> lanes)
    : _hello(std::move(hello)),
      _control(std::move(control)),
      _uplink(_control),
      _logger(_uplink, _hello.debugLines),
      _metrics(_uplink)
{
    for (Channel& lane : lanes)
        _lanes.push_back(std::make_unique<Lane>(std::move(lane)));
}

bool Worker::run(const std::string& hardening)
{
    if (!load()) return false;
    for (const auto& lane : _lanes)
        _threads.emplace_back([this, &lane] { lane->run(*_instance); });
    FieldWriter ready;
    ready.text(hardening);
    _uplink.send(FrameKind::Ready, ready);
    pong();
    return serveControl();
}

bool Worker::load()
{
    FieldWriter refused;
    try {
        const PluginLoader loader;
        _plugin.emplace(loader.load(_hello.pluginId, _hello.pluginFile));
        const HostServices services{_logger, _metrics, _credentials, _hello.hostName, _hello.hostVersion};
        // The host lets in no more calls at once than the plugin takes: there is nothing to wait for here.
        _instance = std::make_unique<PluginInstance>(_plugin->descriptor, _plugin->interfaces, services,
                                                     nullptr, _hello.config);
        return true;
    }
    catch (const PluginRefused& error) {
        refused(static_cast<std::uint8_t>(error.step()));
        refused.text(error.reason());
    }
    catch (const std::exception& error) {
        refused(static_cast<std::uint8_t>(LoadStep::Create));
        refused.text(error.what());
    }
    _uplink.send(FrameKind::Refused, refused);
    return false;
}

bool Worker::serveControl()
{
    Frame frame;
    for (;;) {
        const Channel::Outcome got = _control.receive(frame);
        if (got == Channel::Outcome::Later) continue;
        if (got != Channel::Outcome::Done) return false;
        switch (frame.kind) {
            case FrameKind::Ping:
                pong();
                break;
            case FrameKind::StopCall: {
                FieldReader reader(frame.payload);
                const auto lane = reader.take<std::uint32_t>();
                const auto number = reader.take<std::uint64_t>();
                const auto status = reader.take<scs_status>();
                if (lane < _lanes.size()) _lanes[lane]->stop(number, status);
                break;
            }
            case FrameKind::Finish:
                finish();
                return true;
            default:
                break;
        }
    }
}

void Worker::pong()
{
    std::array<char, 64> reason{};
    std::array<char, 512> message{};
    scs_health health{};
    health.struct_size = sizeof health;
    health.state = SCS_HEALTH_OK;
    health.reason = {reason.data(), reason.size(), 0};
    health.message = {message.data(), message.size(), 0};
    scs_status status = SCS_OK;
    const auto& backend = _instance->interfaces().backend;
    try {
        if (backend && backend->health != nullptr) status = backend->health(_instance->raw(), &health);
    }
    catch (...) {
        status = SCS_INTERNAL;
    }
    FieldWriter writer;
    writer(status, health.state);
    writer.text({reason.data(), std::min<std::size_t>(health.reason.size, reason.size())});
    writer.text({message.data(), std::min<std::size_t>(health.message.size, message.size())});
    _uplink.send(FrameKind::Pong, writer);
}

void Worker::finish()
{
    // No call is running: the host waited for them. The lanes' threads end with the process.
    for (std::thread& thread : _threads)
        thread.detach();
    _threads.clear();
    _instance->close();
}

}  // namespace scaispeak::worker
