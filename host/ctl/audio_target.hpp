#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace scaispeak::ctl {

/// Where audio goes. Throws CommandFailure(LocalFile). One thread.
class AudioTarget
{
public:
    virtual ~AudioTarget() = default;
    virtual void write(std::span<const std::byte> bytes) = 0;
    /// All was written and is right. Not called = it was not, and a file that was begun is taken away.
    virtual void commit() = 0;
};

/// `path` as a file, made whole or not at all (PartialFile); what is there already and is no ordinary file (a
/// device, a pipe) is written as it is; "-" is the descriptor `standardOutput`, which is not closed.
std::unique_ptr<AudioTarget> openAudioTarget(const std::string& path, int standardOutput);

}  // namespace scaispeak::ctl
