#pragma once

#include "core/logger.hpp"
#include "store/database_url.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace scaispeak::store {

class Connection;

struct DatabaseOptions
{
    std::size_t maxConnections = 8;
    std::chrono::milliseconds waitForConnection{5000};
    core::Logger* logger =
        nullptr;  ///< Told of database errors, without SQL text or values. Outlives the database.
};

/// What a write may do when the connection broke while it was being committed, so that nobody knows whether
/// it was.
enum class LostCommit : unsigned char
{
    Fail,   ///< Report it: repeating could do the thing twice.
    Repeat  ///< Do it again: the work gives the same result however often it is done.
};

/// The database that a URL names, as a bounded pool of connections. Opening does not connect to PostgreSQL;
/// an SQLite file is made (mode 0600, folders 0700). Thread safe. Work runs on the caller's thread and may be
/// run twice, so it must not change anything but the database. Throws Failure(StorageUnavailable) with a
/// remedy when the database does not answer, Failure(ValidationError) for a URL or a text that cannot be
/// used; never shows SQL text.
class Database
{
public:
    explicit Database(const std::string& url, const DatabaseOptions& options = {});
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    DatabaseKind kind() const noexcept;

    /// Returns when the database answered a query, throws when it did not.
    void ping();

    /// Runs `work(Connection&)` outside a transaction; again on a new connection when the first was lost.
    template <typename Work>
    auto read(Work&& work) -> std::invoke_result_t<Work&, Connection&>
    {
        return withResult(work, [this](const auto& step) { runRead(step); });
    }

    /// Runs `work(Connection&)` in a transaction, which is committed when it returns and rolled back when it
    /// throws. Begun anew once when the connection was lost before the commit or a deadlock was resolved
    /// against it.
    template <typename Work>
    auto write(Work&& work, LostCommit lostCommit = LostCommit::Fail)
        -> std::invoke_result_t<Work&, Connection&>
    {
        return withResult(work, [this, lostCommit](const auto& step) { runWrite(step, lostCommit); });
    }

private:
    using Step = std::function<void(Connection&)>;

    template <typename Work, typename Run>
    static auto withResult(Work& work, const Run& run) -> std::invoke_result_t<Work&, Connection&>
    {
        using Result = std::invoke_result_t<Work&, Connection&>;
        if constexpr (std::is_void_v<Result>) {
            run(Step([&work](Connection& connection) { work(connection); }));
        }
        else {
            std::optional<Result> result;
            run(Step([&work, &result](Connection& connection) { result.emplace(work(connection)); }));
            return std::move(*result);
        }
    }

    void runRead(const Step& work);
    void runWrite(const Step& work, LostCommit lostCommit);

    struct Impl;
    std::unique_ptr<Impl> _impl;
};

}  // namespace scaispeak::store
