#pragma once

#include <sys/types.h>

#include <string>

namespace scaispeak::tests {

/// A PostgreSQL server of the test's own: a new cluster in a temporary folder, on a Unix socket there and on
/// no port, gone with the process. Its default collation is a language's, so that a list that forgets to ask
/// for bytewise order shows. Runs as the user `postgres` when the test runs as root. Throws
/// std::runtime_error when PostgreSQL is not installed.
class PostgresCluster
{
public:
    /// The one of this process, started at first use.
    static PostgresCluster& shared();

    PostgresCluster();
    ~PostgresCluster();
    PostgresCluster(const PostgresCluster&) = delete;
    PostgresCluster& operator=(const PostgresCluster&) = delete;

    /// As it stands in `database.url`.
    std::string url(const std::string& database) const;
    /// A new empty database; the caller drops it or leaves it to the end.
    std::string createDatabase();

    /// Ends the server with all its connections at once; start() returns when it takes connections again.
    void stop();
    void start();

private:
    void end(int signal);
    void initialise() const;
    bool ready() const;

    std::string _programs;
    std::string _folder;
    pid_t _server = -1;
    int _databases = 0;
};

}  // namespace scaispeak::tests
