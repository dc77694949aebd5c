#include "config/secret_resolver.hpp"

#include "config/text_file.hpp"
#include "config/utf8.hpp"

#include <optional>
#include <string_view>

namespace scaispeak::config {
namespace {

constexpr std::size_t largestSecret = 65'536;

class Resolver
{
public:
    Resolver(const Environment& environment, const std::filesystem::path& folder, Faults& faults)
        : _environment(environment), _folder(folder), _faults(faults)
    {}

    void walk(Node& node, const std::string& path)
    {
        if (node.kind == Node::Kind::Scalar) resolve(node, path);
        for (std::size_t index = 0; index < node.items.size(); ++index)
            walk(node.items[index], itemPath(path, index, node.items[index]));
        for (Node::Member& member : node.members)
            walk(member.value, memberPath(path, member.key));
    }

    std::set<std::string> takePaths() { return std::move(_paths); }

private:
    void resolve(Node& node, const std::string& path)
    {
        std::string text;
        for (std::size_t done = 0; done < node.text.size();) {
            const std::size_t begin = node.text.find("${", done);
            text += node.text.substr(done, begin == std::string::npos ? begin : begin - done);
            if (begin == std::string::npos) break;
            if (begin > done && node.text[begin - 1] == '$') {
                text += '{';  // of `$${`, whose first `$` has been copied
                done = begin + 2;
                continue;
            }
            const std::size_t end = node.text.find('}', begin);
            if (end == std::string::npos)
                return refuse(node, path, "`${` has no `}`; write $${ if it is meant as it is");
            const auto value =
                lookUp(node, path, std::string_view(node.text).substr(begin + 2, end - begin - 2));
            if (!value) return;
            text += *value;
            node.resolved = true;
            done = end + 1;
        }
        node.text = std::move(text);
        if (node.resolved) _paths.insert(path);
    }

    std::optional<std::string> lookUp(Node& node, const std::string& path, std::string_view reference)
    {
        if (reference.starts_with("env:")) return variable(node, path, std::string(reference.substr(4)));
        if (reference.starts_with("file:")) return content(node, path, std::string(reference.substr(5)));
        refuse(node, path, "only ${env:NAME} and ${file:PATH} are known; write $${ if it is meant as it is");
        return std::nullopt;
    }

    std::optional<std::string> variable(Node& node, const std::string& path, const std::string& name)
    {
        const auto found = _environment.find(name);
        if (found == _environment.end())
            refuse(node, path, "environment variable " + name + " is not set");
        else if (lineOfBadUtf8(found->second))
            refuse(node, path, "environment variable " + name + " is not UTF-8 text");
        else
            return found->second;
        return std::nullopt;
    }

    std::optional<std::string> content(Node& node, const std::string& path, const std::string& name)
    {
        const std::filesystem::path file = _folder / name;
        TextFile read = readTextFile(file, largestSecret + 1);
        std::string& text = read.text;
        if (!read.error.empty())
            refuse(node, path, "file " + file.string() + " cannot be read: " + read.error);
        else if (text.size() > largestSecret)
            refuse(node, path, "file " + file.string() + " is larger than 64 KiB");
        else if (lineOfBadUtf8(text))
            refuse(node, path, "file " + file.string() + " is not UTF-8 text");
        else {
            if (text.ends_with('\n')) text.pop_back();
            if (text.ends_with('\r')) text.pop_back();
            return text;
        }
        return std::nullopt;
    }

    void refuse(Node& node, const std::string& path, std::string reason)
    {
        node.faulty = true;
        _faults.add(node.place, path, std::move(reason));
    }

    const Environment& _environment;
    const std::filesystem::path& _folder;
    Faults& _faults;
    std::set<std::string> _paths;
};

}  // namespace

std::set<std::string> resolveSecrets(Node& root, const Environment& environment,
                                     const std::filesystem::path& folder, Faults& faults)
{
    Resolver resolver(environment, folder, faults);
    resolver.walk(root, "");
    return resolver.takePaths();
}

}  // namespace scaispeak::config
