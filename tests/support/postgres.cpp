#include "support/postgres.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <thread>
#include <vector>

namespace scaispeak::tests {
namespace {

using Arguments = std::vector<std::string>;

std::string findPrograms()
{
    std::vector<std::string> found;
    const std::filesystem::path root = "/usr/lib/postgresql";
    if (std::filesystem::exists(root))
        for (const auto& version : std::filesystem::directory_iterator(root))
            if (std::filesystem::exists(version.path() / "bin/initdb"))
                found.push_back(version.path() / "bin");
    if (found.empty())
        throw std::runtime_error("these tests need a PostgreSQL server: apt-get install postgresql");
    return *std::ranges::max_element(found);
}

/// The server must not be root, and must not outlive this process.
Arguments asServerUser(Arguments command)
{
    Arguments prefix{"setpriv", "--pdeathsig", "QUIT"};
    if (geteuid() == 0)
        prefix.insert(prefix.end(), {"--reuid=postgres", "--regid=postgres", "--clear-groups"});
    command.insert(command.begin(), prefix.begin(), prefix.end());
    return command;
}

pid_t spawn(Arguments command, const std::string& log)
{
    std::vector<char*> arguments;
    for (std::string& argument : command)
        arguments.push_back(argument.data());
    arguments.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                     0644);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    posix_spawn_file_actions_addchdir_np(&actions, "/");
    pid_t child = -1;
    const int error = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::runtime_error("cannot start " + command[0] + ": install util-linux");
    return child;
}

int waitFor(pid_t child)
{
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string makeFolder()
{
    std::string folder = (std::filesystem::temp_directory_path() / "scaispeak-pg-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
    if (geteuid() == 0) {
        const passwd* user = getpwnam("postgres");
        if (user == nullptr || chown(folder.c_str(), user->pw_uid, user->pw_gid) != 0)
            throw std::runtime_error("there is no user postgres: apt-get install postgresql");
    }
    return folder;
}

}  // namespace

PostgresCluster& PostgresCluster::shared()
{
    static PostgresCluster cluster;
    return cluster;
}

PostgresCluster::PostgresCluster() : _programs(findPrograms()), _folder(makeFolder())
{
    initialise();
    start();
}

PostgresCluster::~PostgresCluster()
{
    end(SIGQUIT);
    std::error_code ignored;
    std::filesystem::remove_all(_folder, ignored);
}

std::string PostgresCluster::url(const std::string& database) const
{
    return "postgresql://postgres@/" + database + "?host=" + _folder;
}

std::string PostgresCluster::createDatabase()
{
    const std::string name = "test_" + std::to_string(++_databases);
    const std::string sql = "CREATE DATABASE " + name + " TEMPLATE template0";
    const Arguments command{_programs + "/psql", "-q", "-h",       _folder, "-U",
                            "postgres",          "-d", "postgres", "-c",    sql};
    if (waitFor(spawn(command, _folder + "/tests.log")) != 0)
        throw std::runtime_error("cannot make a database: see tests.log of the cluster");
    return name;
}

void PostgresCluster::stop()
{
    // Not SIGQUIT: what was committed must still be there after the next start.
    end(SIGINT);
}

void PostgresCluster::end(int signal)
{
    if (_server < 0) return;
    kill(_server, signal);
    waitFor(_server);
    _server = -1;
}

void PostgresCluster::start()
{
    _server = spawn(asServerUser({_programs + "/postgres", "-D", _folder + "/data", "-k", _folder, "-c",
                                  "listen_addresses=", "-c", "fsync=off", "-c", "synchronous_commit=off",
                                  "-c", "full_page_writes=off", "-c", "shared_buffers=32MB"}),
                    _folder + "/server.log");
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!ready()) {
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error("PostgreSQL did not start: see server.log in " + _folder);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

void PostgresCluster::initialise() const
{
    const Arguments command{_programs + "/initdb",
                            "-D",
                            _folder + "/data",
                            "-U",
                            "postgres",
                            "-A",
                            "trust",
                            "-E",
                            "UTF8",
                            "--no-sync",
                            "--locale=C",
                            "--locale-provider=icu",
                            "--icu-locale=en-US"};
    if (waitFor(spawn(asServerUser(command), _folder + "/initdb.log")) != 0)
        throw std::runtime_error("initdb failed: see initdb.log in " + _folder);
}

bool PostgresCluster::ready() const
{
    return waitFor(spawn({_programs + "/pg_isready", "-q", "-h", _folder}, "/dev/null")) == 0;
}

}  // namespace scaispeak::tests
