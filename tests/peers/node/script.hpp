#pragma once

#include <chrono>
#include <string>
#include <vector>

/// What the peer sends for one request: messages as they are on the wire, and how it goes on.
struct Script
{
    std::vector<std::string> messages;
    std::chrono::milliseconds pause{0};  ///< Before each message.
    bool endless = false;                ///< The last message again and again.
    bool fails = false;                  ///< Ends with INTERNAL instead of OK.
};

/// The first word of the text is the fault: good, wrong_rate, nan, endless, garbage, drip, closes_early,
/// wrong_checksum, wrong_count, begins_twice, audio_first, huge, marks_outside, fails, goes_on.
Script scriptOf(const std::string& text);
