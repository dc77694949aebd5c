#include "ctl/format_choice.hpp"

#include "audio/response_format.hpp"
#include "ctl/command_failure.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <utility>

namespace scaispeak::ctl {
namespace {

using core::ResponseFormat;

constexpr std::array<std::pair<std::string_view, ResponseFormat>, 12> extensions{{
    {"mp3", ResponseFormat::Mp3},
    {"opus", ResponseFormat::Opus},
    {"ogg", ResponseFormat::Opus},
    {"oga", ResponseFormat::Opus},
    {"wav", ResponseFormat::Wav},
    {"flac", ResponseFormat::Flac},
    {"pcm", ResponseFormat::Pcm},
    {"raw", ResponseFormat::Pcm},
    {"mulaw", ResponseFormat::Mulaw},
    {"ul", ResponseFormat::Mulaw},
    {"alaw", ResponseFormat::Alaw},
    {"al", ResponseFormat::Alaw},
}};
constexpr std::array<std::string_view, 7> otherAudio{"m4a", "aac", "wma", "aiff", "aif", "au", "webm"};

std::string extensionOf(const std::string& path)
{
    std::string extension = std::filesystem::path(path).extension().string();
    if (!extension.empty()) extension.erase(0, 1);
    std::ranges::transform(extension, extension.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return extension;
}

}  // namespace

core::ResponseFormat formatOfFile(const std::string& path)
{
    const std::string extension = extensionOf(path);
    for (const auto& [name, format] : extensions)
        if (name == extension) return format;
    if (std::ranges::find(otherAudio, extension) != otherAudio.end())
        throw CommandFailure(ExitCode::Usage,
                             "no ." + extension +
                                 " files are made: choose .mp3, .opus, .wav, .flac, .pcm, .ul or .al, "
                                 "or say --format");
    return ResponseFormat::Mp3;
}

}  // namespace scaispeak::ctl
