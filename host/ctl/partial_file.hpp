#pragma once

#include "ctl/audio_target.hpp"
#include "ctl/descriptor.hpp"

#include <string>

namespace scaispeak::ctl {

/// A file that appears whole or not at all: written as `<path>.part`, renamed by commit(), taken away
/// otherwise. Two programs cannot write the same one at a time.
class PartialFile : public AudioTarget
{
public:
    explicit PartialFile(const std::string& path);
    ~PartialFile() override;
    PartialFile(const PartialFile&) = delete;
    PartialFile& operator=(const PartialFile&) = delete;

    void write(std::span<const std::byte> bytes) override;
    void commit() override;

private:
    std::string _path;
    std::string _partPath;
    Descriptor _file;
    bool _committed = false;
};

}  // namespace scaispeak::ctl
