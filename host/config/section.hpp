#pragma once

#include "config/node.hpp"

#include <chrono>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace scaispeak::config {

/// Reads one map of a configuration. A reader leaves its target alone when the key is absent, empty or at
/// fault; every fault goes to `faults`. When the section ends, each key that nobody asked for is refused as
/// unknown. `node` and `faults` have to outlive it. One thread.
class Section
{
public:
    Section(const Node& node, std::string path, Faults& faults);
    ~Section();
    Section(const Section&) = delete;
    Section& operator=(const Section&) = delete;

    void text(std::string_view key, std::string& out);
    void texts(std::string_view key, std::vector<std::string>& out);
    void number(std::string_view key, double& out, double least, double most);
    /// Seconds in the file, fractions allowed.
    void seconds(std::string_view key, std::chrono::milliseconds& out, double least, double most);
    /// Made absolute, seen from `folder`.
    void path(std::string_view key, std::filesystem::path& out, const std::filesystem::path& folder);

    template <std::integral T>
    void integer(std::string_view key, T& out, std::int64_t least, std::int64_t most)
    {
        std::int64_t value = 0;
        if (readInteger(key, value, least, most)) out = static_cast<T>(value);
    }

    template <typename T>
    void choice(std::string_view key, T& out, const std::vector<std::pair<std::string, T>>& choices)
    {
        std::vector<std::string> words;
        words.reserve(choices.size());
        for (const auto& one : choices)
            words.push_back(one.first);
        const std::size_t index = readChoice(key, words);
        if (index < choices.size()) out = choices[index].second;
    }

    /// The map of a key; an empty one when the key is absent or no map.
    Section section(std::string_view key);

    /// The value of a key to be read by other means; null when it is absent, empty or at fault.
    const Node* value(std::string_view key);

    /// Adds a fault of the value of `key`, or of the section where the key is absent.
    void refuse(std::string_view key, std::string reason);

    const Node& node() const { return _node; }
    const std::string& path() const { return _path; }
    Faults& faults() const { return _faults; }

private:
    const Node* scalar(std::string_view key, std::string_view expected);
    bool readInteger(std::string_view key, std::int64_t& out, std::int64_t least, std::int64_t most);
    std::size_t readChoice(std::string_view key, const std::vector<std::string>& words);

    const Node& _node;
    std::string _path;
    Faults& _faults;
    std::vector<std::string> _known;
};

/// `'abc'` for a message, cut where it is long; nothing of a secret.
std::string shown(const Node& node);

}  // namespace scaispeak::config
