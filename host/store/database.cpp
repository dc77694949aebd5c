#include "store/database.hpp"

#include "store/connection_pool.hpp"
#include "store/sqlite_file.hpp"
#include "store/transaction.hpp"

#include <mutex>

namespace scaispeak::store {
namespace {

// As long as busy_timeout of a connection: what a writer of another process may make us wait.
constexpr std::chrono::seconds writeTurnWait{5};

}  // namespace

struct Database::Impl
{
    Impl(const DatabaseUrl& url, const DatabaseOptions& options)
        : kind(url.kind), logger(options.logger), pool(url, options.maxConnections, options.waitForConnection)
    {}

    std::unique_lock<std::timed_mutex> writeTurn();
    void attempt(const Step& work);
    void attemptWrite(const Step& work, bool& committing);
    bool again(const DatabaseError& error, int round);

    DatabaseKind kind;
    core::Logger* logger;
    ConnectionPool pool;
    std::timed_mutex writing;
};

/// SQLite lets one connection write at a time and makes the others poll: our own threads queue here instead.
std::unique_lock<std::timed_mutex> Database::Impl::writeTurn()
{
    if (kind != DatabaseKind::Sqlite) return {};
    std::unique_lock turn(writing, writeTurnWait);
    if (!turn) throw DatabaseError(Fault::Busy, "another write takes too long");
    return turn;
}

void Database::Impl::attempt(const Step& work)
{
    ConnectionPool::Lease lease = pool.acquire();
    work(lease.connection());
}

void Database::Impl::attemptWrite(const Step& work, bool& committing)
{
    // The turn first: who waits for it must not keep a connection from the readers.
    const auto turn = writeTurn();
    ConnectionPool::Lease lease = pool.acquire();
    Transaction transaction(lease.connection());
    work(lease.connection());
    committing = true;
    transaction.commit();
}

bool Database::Impl::again(const DatabaseError& error, int round)
{
    if (logger != nullptr)
        logger->warning("database_error",
                        {{"fault", word(error.fault())}, {"state", std::string_view(error.state())}});
    if (error.fault() == Fault::ConnectionLost) pool.closeIdle();
    return round == 0 && worthRetrying(error.fault());
}

Database::Database(const std::string& url, const DatabaseOptions& options)
{
    const DatabaseUrl parsed = parseDatabaseUrl(url);
    if (parsed.kind == DatabaseKind::Sqlite) preparePrivateFile(parsed.target);
    _impl = std::make_unique<Impl>(parsed, options);
}

Database::~Database() = default;

DatabaseKind Database::kind() const noexcept
{
    return _impl->kind;
}

void Database::ping()
{
    read([](Connection& connection) { connection.query("SELECT 1"); });
}

void Database::runRead(const Step& work)
{
    for (int round = 0;; ++round) {
        try {
            return _impl->attempt(work);
        }
        catch (const DatabaseError& error) {
            if (!_impl->again(error, round)) throwPublic(error);
        }
    }
}

void Database::runWrite(const Step& work, LostCommit lostCommit)
{
    for (int round = 0;; ++round) {
        bool committing = false;
        try {
            return _impl->attemptWrite(work, committing);
        }
        catch (const DatabaseError& error) {
            const bool unknown = committing && error.fault() == Fault::ConnectionLost;
            const bool mayRepeat = !unknown || lostCommit == LostCommit::Repeat;
            if (!_impl->again(error, round) || !mayRepeat) throwPublic(error);
        }
    }
}

}  // namespace scaispeak::store
