#include "ctl/audio_target.hpp"

#include "ctl/command_failure.hpp"
#include "ctl/descriptor.hpp"
#include "ctl/partial_file.hpp"

#include <fcntl.h>

#include <filesystem>

namespace scaispeak::ctl {
namespace {

/// Something that takes bytes and cannot be taken back.
class OpenDescriptor : public AudioTarget
{
public:
    OpenDescriptor(int descriptor, std::string name) : _descriptor(descriptor), _name(std::move(name)) {}
    void write(std::span<const std::byte> bytes) override { writeAll(_descriptor, bytes, _name); }
    void commit() override {}

protected:
    int descriptor() const noexcept { return _descriptor; }

private:
    int _descriptor;
    std::string _name;
};

class Device : public OpenDescriptor
{
public:
    explicit Device(const std::string& path) : Device(openFile(path, O_WRONLY), path) {}

private:
    Device(Descriptor file, const std::string& path)
        : OpenDescriptor(file.get(), path), _file(std::move(file))
    {}

    Descriptor _file;
};

}  // namespace

std::unique_ptr<AudioTarget> openAudioTarget(const std::string& path, int standardOutput)
{
    if (path == "-") return std::make_unique<OpenDescriptor>(standardOutput, "standard output");
    std::error_code none;
    const std::filesystem::file_status status = std::filesystem::status(path, none);
    if (std::filesystem::is_directory(status))
        throw CommandFailure(ExitCode::LocalFile, path + " is a folder: name a file in it");
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        return std::make_unique<Device>(path);
    return std::make_unique<PartialFile>(path);
}

}  // namespace scaispeak::ctl
