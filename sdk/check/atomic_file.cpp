#include "atomic_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace scaispeak::check {

namespace {

[[noreturn]] void fail(const std::filesystem::path& file)
{
    throw std::system_error(errno, std::generic_category(), file.string());
}

/// A temporary file beside the real one, removed unless it was put in its place.
class Draft
{
public:
    explicit Draft(const std::filesystem::path& file) : _target(file), _name(file.string() + ".XXXXXX")
    {
        _descriptor = ::mkstemp(_name.data());
        if (_descriptor < 0) fail(file);
    }
    ~Draft()
    {
        ::close(_descriptor);
        if (!_done) ::unlink(_name.c_str());
    }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    void write(std::string_view text) const
    {
        while (!text.empty()) {
            const ssize_t written = ::write(_descriptor, text.data(), text.size());
            if (written < 0 && errno != EINTR) fail(_target);
            if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
        }
    }

    void publish()
    {
        if (::fchmod(_descriptor, 0644) != 0 || ::fsync(_descriptor) != 0) fail(_target);
        if (::rename(_name.c_str(), _target.c_str()) != 0) fail(_target);
        _done = true;
    }

private:
    std::filesystem::path _target;
    std::string _name;
    int _descriptor = -1;
    bool _done = false;
};

}  // namespace

void writeAtomically(const std::filesystem::path& file, std::string_view text)
{
    Draft draft(file);
    draft.write(text);
    draft.publish();
}

}  // namespace scaispeak::check
