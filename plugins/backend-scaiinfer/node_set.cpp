#include "node_set.hpp"

#include "resolver.hpp"

#include <algorithm>

namespace scaispeak::scaiinfer {
namespace {

constexpr std::chrono::seconds lookUpAgain{5};

}  // namespace

NodeSet::NodeSet(const Settings& settings, const Host& host) : _settings(settings), _host(host)
{
    for (const std::string& address : _settings.nodes)
        if (!_nodes.count(address))
            _nodes.emplace(address, std::make_shared<NodeHandle>(address, settings, host));
    if (!_settings.dnsName.empty()) _resolver = std::thread(&NodeSet::watchName, this);
}

NodeSet::~NodeSet()
{
    {
        const std::lock_guard lock(_mutex);
        _stopping = true;
    }
    _wake.notify_all();
    if (_resolver.joinable()) _resolver.join();
}

NodeSet::List NodeSet::all() const
{
    const std::lock_guard lock(_mutex);
    List list;
    for (const auto& node : _nodes)
        list.push_back(node.second);
    return list;
}

bool NodeSet::resting() const
{
    const auto now = Breaker::Clock::now();
    const List list = all();
    return std::any_of(list.begin(), list.end(),
                       [&](const auto& node) { return node->carries() && !node->breaker().permits(now); });
}

bool NodeSet::met() const
{
    const List list = all();
    if (std::any_of(list.begin(), list.end(), [](const auto& node) { return node->carries(); })) return true;
    const bool listWhole = _settings.dnsName.empty() || _resolved;
    return listWhole &&
           std::all_of(list.begin(), list.end(), [](const auto& node) { return node->probed(); });
}

NodeSet::List NodeSet::eligible() const
{
    const auto now = Breaker::Clock::now();
    List list = all();
    list.erase(
        std::remove_if(list.begin(), list.end(), [&](const auto& node) { return !node->eligible(now); }),
        list.end());
    return list;
}

std::shared_ptr<NodeHandle> NodeSet::choose(const std::set<NodeHandle*>& tried)
{
    const auto now = Breaker::Clock::now();
    const List list = all();
    std::vector<Choice::Candidate> candidates;
    for (const auto& node : list)
        candidates.push_back({tried.count(node.get()) == 0 && node->eligible(now), node->load()});
    const std::lock_guard lock(_mutex);
    const auto chosen = _choice.among(candidates);
    return chosen ? list[*chosen] : nullptr;
}

void NodeSet::watchName()
{
    bool known = true;
    std::unique_lock lock(_mutex);
    while (!_stopping) {
        lock.unlock();
        const auto addresses = resolve(_settings.dnsName, _settings.dnsPort);
        if (addresses) setResolved(*addresses);
        _resolved = true;
        if (!addresses && known)
            _host.log(LogLevel::Warning, "name_not_resolved", {{"name", _settings.dnsName}});
        known = addresses.has_value();
        lock.lock();
        _wake.wait_for(lock, lookUpAgain, [this] { return _stopping; });
    }
}

/// A name that does not resolve takes no node away; calls to one that is gone from it end as they do.
void NodeSet::setResolved(const std::vector<std::string>& addresses)
{
    List gone;  // Ends outside the lock.
    const auto has = [](const std::vector<std::string>& list, const std::string& address) {
        return std::find(list.begin(), list.end(), address) != list.end();
    };
    const std::lock_guard lock(_mutex);
    for (auto node = _nodes.begin(); node != _nodes.end();) {
        const bool keep = has(addresses, node->first) || has(_settings.nodes, node->first);
        if (!keep) gone.push_back(node->second);
        node = keep ? std::next(node) : _nodes.erase(node);
    }
    for (const std::string& address : addresses)
        if (!_nodes.count(address))
            _nodes.emplace(address, std::make_shared<NodeHandle>(address, _settings, _host));
}

}  // namespace scaispeak::scaiinfer
