#pragma once

#include "choice.hpp"
#include "node.hpp"

#include <atomic>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace scaispeak::scaiinfer {

/// The nodes of the list and those that the DNS name leads to just now, which is looked up again every 5 s.
/// Thread safe.
class NodeSet
{
public:
    using List = std::vector<std::shared_ptr<NodeHandle>>;

    NodeSet(const Settings& settings, const Host& host);
    ~NodeSet();
    NodeSet(const NodeSet&) = delete;
    NodeSet& operator=(const NodeSet&) = delete;

    /// By address.
    List all() const;
    /// Whether one carries the engine, or each has been asked once, so that waiting tells nothing more.
    bool met() const;
    /// Those that could take a call.
    List eligible() const;
    /// Whether one carries the engine and is left alone, because it failed lately.
    bool resting() const;
    /// The less loaded of two of those that `tried` does not hold; null when there is none.
    std::shared_ptr<NodeHandle> choose(const std::set<NodeHandle*>& tried);

private:
    void watchName();
    void setResolved(const std::vector<std::string>& addresses);

    const Settings& _settings;
    const Host _host;
    mutable std::mutex _mutex;
    std::condition_variable _wake;
    bool _stopping = false;
    std::atomic<bool> _resolved{false};
    std::map<std::string, std::shared_ptr<NodeHandle>> _nodes;
    Choice _choice;
    std::thread _resolver;
};

}  // namespace scaispeak::scaiinfer
