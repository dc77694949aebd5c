#pragma once

#include "ctl/command.hpp"

namespace scaispeak::ctl {

/// `status`: is the host ready, and who am I there?
class Status : public Command
{
public:
    void addTo(CLI::App& parent) override;
    ExitCode run(const Session& session) override;
};

}  // namespace scaispeak::ctl
