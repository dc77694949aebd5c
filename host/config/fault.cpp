#include "config/fault.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace scaispeak::config {

std::string toString(const Fault& fault)
{
    std::string text = fault.place.file;
    if (fault.place.line > 0) text += ":" + std::to_string(fault.place.line);
    text += ": ";
    if (!fault.key.empty()) text += fault.key + ": ";
    return text + fault.reason;
}

ConfigurationError::ConfigurationError(std::vector<Fault> faults) : _faults(std::move(faults))
{
    for (const Fault& fault : _faults) {
        if (!_text.empty()) _text += '\n';
        _text += toString(fault);
    }
}

void Faults::add(const Place& place, std::string key, std::string reason)
{
    _faults.push_back({place, std::move(key), std::move(reason)});
}

void Faults::raise() const
{
    if (_faults.empty()) return;
    std::vector<Fault> sorted = _faults;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Fault& left, const Fault& right) {
        return std::tie(left.place.file, left.place.line) < std::tie(right.place.file, right.place.line);
    });
    throw ConfigurationError(std::move(sorted));
}

}  // namespace scaispeak::config
