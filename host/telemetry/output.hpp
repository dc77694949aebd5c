#pragma once

#include <chrono>
#include <string_view>

namespace scaispeak::telemetry {

/// A file descriptor to be written to without ever waiting longer than asked. A pipe or terminal is opened
/// anew for itself where the system allows it, so that not blocking is a matter of this end alone and not of
/// everybody who shares the descriptor. Pipes get at most PIPE_BUF bytes a write, cut behind a line: a line
/// of up to 4 KiB stays whole even when other processes write into the same pipe. One thread.
class Output
{
public:
    explicit Output(int descriptor);
    ~Output();
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    enum class Result
    {
        Progress,
        Stalled,
        Failed
    };

    /// Writes some of `lines` (not empty) and takes it off the front. Stalled: nothing could be written
    /// within `wait`. Failed: the other end is gone, the disk is full.
    Result write(std::string_view& lines, std::chrono::milliseconds wait);

private:
    std::string_view piece(std::string_view lines) const;

    int _descriptor;
    bool _own = false;
    bool _socket = false;
    bool _regular = false;
};

}  // namespace scaispeak::telemetry
