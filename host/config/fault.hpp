#pragma once

#include <exception>
#include <string>
#include <vector>

namespace scaispeak::config {

/// Where something was written. `file` is also `environment NAME` for a variable; line 0 = none.
struct Place
{
    std::string file;
    int line = 0;
    bool operator==(const Place&) const = default;
};

/// One thing wrong with a configuration. `key` is the path of the key, empty when the fault is the file's
/// own. The reason never repeats a secret.
struct Fault
{
    Place place;
    std::string key;
    std::string reason;
    bool operator==(const Fault&) const = default;
};

/// `file:line: key: reason`
std::string toString(const Fault& fault);

/// A configuration that cannot be used, with every fault that was found. what() has one line each.
class ConfigurationError : public std::exception
{
public:
    explicit ConfigurationError(std::vector<Fault> faults);
    const std::vector<Fault>& faults() const noexcept { return _faults; }
    const char* what() const noexcept override { return _text.c_str(); }

private:
    std::vector<Fault> _faults;
    std::string _text;
};

/// Collects faults, so that an operator sees them all at once.
class Faults
{
public:
    void add(const Place& place, std::string key, std::string reason);
    bool empty() const { return _faults.empty(); }
    /// Throws ConfigurationError, in the order of files and lines, if there is any fault.
    void raise() const;

private:
    std::vector<Fault> _faults;
};

}  // namespace scaispeak::config
