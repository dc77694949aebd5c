#pragma once

#include "ctl/command.hpp"

#include <cstddef>
#include <string>

namespace scaispeak::ctl {

/// `voices`: who can speak.
class Voices : public Command
{
public:
    void addTo(CLI::App& parent) override;
    ExitCode run(const Session& session) override;

private:
    std::string _language;
    std::string _words;
    std::string _scope;
    std::size_t _limit = 0;
};

}  // namespace scaispeak::ctl
