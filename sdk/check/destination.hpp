#pragma once

#include "check.hpp"
#include "subject.hpp"

#include <scaispeak/storage.h>

#include <cstdint>
#include <string>
#include <vector>

namespace scaispeak::check {

struct ShareFacts
{
    std::string id;
    std::string role;
};

struct FileFacts
{
    std::string id;
    std::string name;
    std::uint64_t size = 0;
};

/// A destination as a caller with a token uses it. Statuses are the plugin's; error() is what it said last.
class Destination
{
public:
    /// Throws NotOffered, and Unmet when .check.json gives no token.
    explicit Destination(Subject& subject);

    std::vector<ShareFacts> shares();
    /// Names of what is in the root; throws Failure.
    std::vector<std::string> namesIn(const std::string& share);
    scs_status children(const std::string& share);
    scs_status prepare(const std::string& share, const std::string& name, bool overwrite = false);
    /// Gives the body in odd pieces; it fails after `failAfter` bytes.
    scs_status put(const std::string& share, const std::string& name, const std::string& body,
                   bool overwrite = false, std::size_t failAfter = SIZE_MAX);
    /// What put emitted, in the order of time.
    const std::vector<FileFacts>& stored() const noexcept { return _stored; }
    bool canFetch() const noexcept { return _table.fetch != nullptr; }
    /// Takes at most `most` bytes and then says SCS_CANCELLED.
    scs_status fetch(const std::string& fileId, std::string& into, std::size_t most = SIZE_MAX);
    std::string error() const { return _error.publicMessage + _error.internalMessage; }

private:
    const scs_destination& _table;
    std::string _token;
    Instance _instance;
    CallControl _call;
    testing::CapturedError _error;
    std::vector<FileFacts> _stored;
};

/// The table; throws NotOffered.
const scs_destination& destinationOf(Subject& subject);

}  // namespace scaispeak::check
