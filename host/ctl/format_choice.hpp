#pragma once

#include "core/audio_format.hpp"

#include <string>

namespace scaispeak::ctl {

/// The format that a file's name asks for; mp3 where it does not say. Throws CommandFailure(Usage) for the
/// extension of a kind of audio that ScaiSpeak does not make.
core::ResponseFormat formatOfFile(const std::string& path);

}  // namespace scaispeak::ctl
