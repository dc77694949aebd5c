#include "node.hpp"

#include <algorithm>
#include <utility>

namespace scaispeak::scaiinfer {
namespace {

using namespace std::chrono_literals;

constexpr auto interval = 1s;
constexpr auto impatient = 300ms;  // While it is offline.
constexpr auto probePatience = 2s;
constexpr auto returnPatience = 1s;
constexpr auto silence = 2s;

}  // namespace

NodeHandle::NodeHandle(std::string address, const Settings& settings, const Host& host)
    : _address(std::move(address)),
      _engine(settings.engine),
      _host(host),
      _channel(_address, settings.tls,
               std::find(settings.nodes.begin(), settings.nodes.end(), _address) == settings.nodes.end()
                   ? settings.dnsName
                   : std::string(),
               settings.connect),
      _watcher(&NodeHandle::watch, this)
{}

NodeHandle::~NodeHandle()
{
    {
        const std::lock_guard lock(_mutex);
        _stopping = true;
    }
    _wake.notify_all();
    _channel.close();
    _watcher.join();
}

void NodeHandle::watch()
{
    std::unique_lock lock(_mutex);
    while (!_stopping) {
        lock.unlock();
        probe();
        lock.lock();
        _probed = true;
        const auto pause = _answers ? std::chrono::milliseconds(interval) : impatient;
        _wake.wait_for(lock, pause, [this] { return _stopping || std::exchange(_probeNow, false); });
    }
}

void NodeHandle::probe()
{
    try {
        std::string known;
        bool again = false;
        {
            const std::lock_guard lock(_mutex);
            known = _report.voicesRevision;
            again = !_answers;
        }
        Report report = _channel.describe(known, again ? returnPatience : probePatience, again);
        const std::string fault = faultOf(report);
        if (!fault.empty()) return lost(fault);
        const std::lock_guard lock(_mutex);
        if (report.voicesRevision == known && report.voices.empty())
            report.voices = std::move(_report.voices);
        if (!_answers || report.state != _report.state || report.engine.name != _report.engine.name)
            _host.log(LogLevel::Info, "node_seen",
                      {{"address", _address},
                       {"node_id", report.nodeId},
                       {"engine", report.engine.name},
                       {"state", report.state == NodeStatus::Online     ? "online"
                                 : report.state == NodeStatus::Draining ? "draining"
                                                                        : "down"}});
        _report = std::move(report);
        _answers = true;
        _lastSeen = _host.unixNow();
        _lastError = _report.engine.name != _engine         ? "its engine is another"
                     : _report.state == NodeStatus::Offline ? "its engine cannot speak"
                                                            : "";
    }
    catch (const Error& error) {
        lost(error.internalMessage());
        _channel.abandonSilent(silence);
    }
}

bool NodeHandle::probed() const
{
    const std::lock_guard lock(_mutex);
    return _probed;
}

bool NodeHandle::online() const
{
    const std::lock_guard lock(_mutex);
    return _answers && _report.state == NodeStatus::Online;
}

bool NodeHandle::carries() const
{
    const std::lock_guard lock(_mutex);
    return _answers && _report.state == NodeStatus::Online && _report.engine.name == _engine;
}

Report NodeHandle::report() const
{
    const std::lock_guard lock(_mutex);
    return _report;
}

Node NodeHandle::listed() const
{
    const std::lock_guard lock(_mutex);
    Node node;
    node.nodeId = _report.nodeId.empty()
                      ? "unseen-" + std::to_string(std::hash<std::string>()(_address) % 1'000'000)
                      : _report.nodeId;
    node.address = _address;
    node.status = _answers ? _report.state : NodeStatus::Offline;
    if (!_report.engine.name.empty()) node.engines.push_back(_report.engine);
    node.inflight = std::max(_answers ? _report.inflight : 0U, _running.load());
    node.lastSeen = _lastSeen;
    node.lastError = _lastError;
    return node;
}

double NodeHandle::load() const
{
    const std::lock_guard lock(_mutex);
    return static_cast<double>(std::max(_report.inflight, _running.load())) /
           std::max(_report.engine.maxConcurrency, 1U);
}

void NodeHandle::lost(const std::string& why)
{
    const std::lock_guard lock(_mutex);
    _lastError = why;
    _probeNow = _answers;
    if (std::exchange(_answers, false)) {
        _host.log(LogLevel::Warning, "node_lost", {{"address", _address}, {"reason", why}});
        _wake.notify_all();
    }
}

void NodeHandle::complain(const std::string& what)
{
    const std::lock_guard lock(_mutex);
    _lastError = what;
}

}  // namespace scaispeak::scaiinfer
