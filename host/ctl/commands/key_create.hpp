#pragma once

#include "ctl/command.hpp"

#include <string>
#include <vector>

namespace scaispeak::ctl {

/// `key create`: makes a key on the machine and prints it, and nothing else.
class KeyCreate : public Command
{
public:
    void addTo(CLI::App& parent) override;
    ExitCode run(const Session& session) override;

private:
    std::string _tenant;
    std::string _user;
    std::string _name;
    std::vector<std::string> _roles;
    std::vector<std::string> _permissions;
};

}  // namespace scaispeak::ctl
