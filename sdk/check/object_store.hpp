#pragma once

#include "check.hpp"
#include "subject.hpp"

#include <scaispeak/storage.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scaispeak::check {

/// The objects of an instance, below a prefix of their own. Every function throws Failure where the plugin
/// does something else than it must.
class ObjectStore
{
public:
    /// Throws NotOffered.
    explicit ObjectStore(Subject& subject);

    void* openWriter(const std::string& key);
    /// In pieces of `piece` bytes.
    void write(void* writer, std::string_view bytes, std::size_t piece);
    void commit(void* writer);
    void abort(void* writer);
    /// Whole, in pieces of `piece` bytes; nothing when there is none.
    std::optional<std::string> read(const std::string& key, std::size_t piece);
    std::optional<std::uint64_t> sizeOf(const std::string& key);
    void remove(const std::string& key);
    std::vector<std::string> list(const std::string& startAfter = {});

private:
    void mustBeOk(scs_status status, const char* what);

    static constexpr const char* _prefix = "plugin-check/";
    const scs_objects& _table;
    Instance _instance;
    CallControl _call;
    testing::CapturedError _error;
};

}  // namespace scaispeak::check
