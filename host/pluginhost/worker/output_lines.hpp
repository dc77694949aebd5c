#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace scaispeak::pluginhost {

/// Cuts what a worker writes to its standard output and error into lines of at most 1 KiB; what is no plain
/// text in them becomes '?'. Not thread safe.
class OutputLines
{
public:
    using Take = std::function<void(std::string_view line)>;

    explicit OutputLines(Take take) : _take(std::move(take)) {}

    void add(std::string_view bytes);
    /// The last line may lack its end.
    void finish();

private:
    void put(char byte);

    Take _take;
    std::string _line;
};

}  // namespace scaispeak::pluginhost
