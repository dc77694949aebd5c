#pragma once

#include "ctl/command.hpp"

#include <string>

namespace scaispeak::ctl {

/// `key list`: the keys of a tenant or of all, never the keys themselves.
class KeyList : public Command
{
public:
    void addTo(CLI::App& parent) override;
    ExitCode run(const Session& session) override;

private:
    std::string _tenant;
};

}  // namespace scaispeak::ctl
