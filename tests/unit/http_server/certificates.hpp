#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace http_server_test {

/// Certificates of a test's own, `<name>.pem` with `<name>.key`, made by the openssl command and gone with
/// it.
class Certificates
{
public:
    Certificates()
    {
        std::string name = (std::filesystem::temp_directory_path() / "scaispeak-tls-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error("mkdtemp failed for " + name);
        _folder = name;
    }
    ~Certificates()
    {
        std::error_code ignored;
        std::filesystem::remove_all(_folder, ignored);
    }
    Certificates(const Certificates&) = delete;
    Certificates& operator=(const Certificates&) = delete;

    std::filesystem::path certificate(const std::string& name) const { return _folder / (name + ".pem"); }
    std::filesystem::path key(const std::string& name) const { return _folder / (name + ".key"); }

    Certificates& make(const std::string& name,
                       const std::string& kind = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes")
    {
        const std::string command = "openssl req -x509 " + kind + " -days 2 -subj /CN=" + name + " -out '" +
                                    certificate(name).string() + "' -keyout '" + key(name).string() +
                                    "' 2>/dev/null";
        if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
        return *this;
    }

private:
    std::filesystem::path _folder;
};

}  // namespace http_server_test
