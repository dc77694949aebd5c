#pragma once

#include <string>
#include <vector>

namespace scaispeak::pluginhost {

/// What a worker sees of the host's environment: where programs, libraries and temporary files are, the
/// language, and how sanitizers and graphics cards are set up. Nothing that may hold a secret.
class WorkerEnvironment
{
public:
    WorkerEnvironment();

    char* const* get() const { return _pointers.data(); }

private:
    std::vector<std::string> _variables;
    std::vector<char*> _pointers;
};

}  // namespace scaispeak::pluginhost
