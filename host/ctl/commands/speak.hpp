#pragma once

#include "ctl/command.hpp"
#include "ctl/speech_reception.hpp"
#include "ctl/text_source.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace scaispeak::ctl {

class Api;

/// `speak`: turns a text into an audio file, whole or not at all.
class Speak : public Command
{
public:
    void addTo(CLI::App& parent) override;
    ExitCode run(const Session& session) override;

private:
    /// What is asked for, settled before anything is sent.
    struct Order
    {
        std::string text;
        std::string voiceId;
        core::ResponseFormat format = core::ResponseFormat::Mp3;
        std::uint32_t sampleRate = 0;  ///< Hz
        std::string file;
    };

    Order order(const Session& session) const;
    SpokenClip receive(const Session& session, const Api& api, Order& order) const;
    std::string chooseVoice(const Api& api) const;
    boost::json::object request(const Order& order) const;
    static void report(const Session& session, const Order& order, const SpokenClip& clip);

    TextSource _source;
    std::string _output;
    std::string _voice;
    std::string _format;
    std::string _language;
    std::optional<std::uint32_t> _sampleRate;
    std::optional<double> _speed;
};

}  // namespace scaispeak::ctl
