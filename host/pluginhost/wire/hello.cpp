#include "pluginhost/wire/hello.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

namespace scaispeak::pluginhost {

namespace {

[[noreturn]] void fail(const char* what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

void writeWhole(int descriptor, const std::string& text)
{
    std::size_t done = 0;
    while (done < text.size()) {
        const ssize_t written =
            ::pwrite(descriptor, text.data() + done, text.size() - done, static_cast<off_t>(done));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) fail("writing the hello of a worker");
        done += static_cast<std::size_t>(written);
    }
}

std::string readWhole(int descriptor)
{
    struct stat status
    {};
    if (::fstat(descriptor, &status) != 0) fail("reading the hello of the host");
    std::string text(static_cast<std::size_t>(status.st_size), '\0');
    std::size_t done = 0;
    while (done < text.size()) {
        const ssize_t got =
            ::pread(descriptor, text.data() + done, text.size() - done, static_cast<off_t>(done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) fail("reading the hello of the host");
        done += static_cast<std::size_t>(got);
    }
    return text;
}

std::string text(const boost::json::object& object, const char* key)
{
    return std::string(object.at(key).as_string());
}

}  // namespace

OwnedDescriptor writeHello(const Hello& hello)
{
    const boost::json::object object{{"plugin", hello.pluginId}, {"file", hello.pluginFile.string()},
                                     {"host", hello.hostName},   {"host_version", hello.hostVersion},
                                     {"lanes", hello.lanes},     {"debug_lines", hello.debugLines},
                                     {"config", hello.config}};
    OwnedDescriptor memory(::memfd_create("scaispeak-worker", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!memory) fail("making the hello of a worker");
    writeWhole(memory.get(), boost::json::serialize(object));
    if (::fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)
        fail("sealing the hello of a worker");
    return memory;
}

Hello readHello(int descriptor)
{
    const boost::json::value value = boost::json::parse(readWhole(descriptor));
    const boost::json::object& object = value.as_object();
    Hello hello;
    hello.pluginId = text(object, "plugin");
    hello.pluginFile = text(object, "file");
    hello.hostName = text(object, "host");
    hello.hostVersion = text(object, "host_version");
    hello.lanes = object.at("lanes").to_number<std::uint32_t>();
    hello.debugLines = object.at("debug_lines").as_bool();
    hello.config = object.at("config").as_object();
    return hello;
}

}  // namespace scaispeak::pluginhost
