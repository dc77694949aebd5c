#pragma once

#include "ctl/command.hpp"

namespace scaispeak::ctl {

/// `migrate`: brings the database of --config to what this version needs.
class Migrate : public Command
{
public:
    void addTo(CLI::App& parent) override;
    ExitCode run(const Session& session) override;
};

}  // namespace scaispeak::ctl
