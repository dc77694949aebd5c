#pragma once

#include "ctl/command.hpp"

#include <string>

namespace scaispeak::ctl {

/// `key revoke`: from then on nobody is let in with it; running hosts notice within a second.
class KeyRevoke : public Command
{
public:
    void addTo(CLI::App& parent) override;
    ExitCode run(const Session& session) override;

private:
    std::string _tenant;
    std::string _id;
};

}  // namespace scaispeak::ctl
