#pragma once

#include "check_process.hpp"
#include "exit_code.hpp"

#include <string>
#include <vector>

namespace scaispeak::check {

/// What the command line asks for.
struct CheckRequest
{
    Order order;
    int level = 2;
    std::vector<std::string> only;  ///< Names or beginnings of names; empty = all up to the level.
    bool json = false;
    bool inProcess = false;
};

/// Makes the checks one after the other and reports to standard output.
ExitCode checkPlugin(const CheckRequest& request);

/// The check of that name, or nullptr.
const Check* findCheck(std::string_view name);

}  // namespace scaispeak::check
