#include "worker/signals.hpp"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

namespace {

using namespace scaispeak;

/// What a process that has left its signals to its host ends with: 0 when `check` is true in it, else 1, or
/// the negative number of the signal that ended it.
int endOf(const std::function<bool()>& check)
{
    const pid_t child = ::fork();
    if (child == 0) {
        worker::leaveSignalsToHost();
        ::_exit(check() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

void tell(const sigset_t& unblocked, int signal)
{
    ::pthread_sigmask(SIG_UNBLOCK, &unblocked, nullptr);
    ::raise(signal);
}

sigset_t setOf(int signal)
{
    sigset_t set;
    ::sigemptyset(&set);
    ::sigaddset(&set, signal);
    return set;
}

volatile sig_atomic_t handled = 0;

/// What the signals of a host do in its workers.
class TestSignals : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestSignals);
    CPPUNIT_TEST(signalsOfTheHost_doNothing);
    CPPUNIT_TEST(signalsOfTheHost_doNothingWhereAPluginUnblocksThem);
    CPPUNIT_TEST(signalsOfTheHost_doNotRunThePluginsHandler);
    CPPUNIT_TEST(signalsOfTheHost_endWhatThePluginForks);
    CPPUNIT_TEST(kill_endsAsEver);
    CPPUNIT_TEST_SUITE_END();

    static constexpr int hosts[] = {SIGINT, SIGTERM, SIGQUIT, SIGHUP};

    void signalsOfTheHost_doNothing()
    {
        for (const int signal : hosts)
            CPPUNIT_ASSERT_EQUAL(0, endOf([signal] { return ::kill(::getpid(), signal) == 0; }));
    }

    void signalsOfTheHost_doNothingWhereAPluginUnblocksThem()
    {
        for (const int signal : hosts)
            CPPUNIT_ASSERT_EQUAL(0, endOf([signal] {
                                     tell(setOf(signal), signal);
                                     return true;
                                 }));
    }

    void signalsOfTheHost_doNotRunThePluginsHandler()
    {
        for (const int signal : hosts)
            CPPUNIT_ASSERT_EQUAL(0, endOf([signal] {
                                     ::signal(signal, [](int) { handled = 1; });
                                     ::raise(signal);
                                     return handled == 0;
                                 }));
    }

    void signalsOfTheHost_endWhatThePluginForks()
    {
        for (const int signal : hosts)
            CPPUNIT_ASSERT_EQUAL(0, endOf([signal] {
                                     const pid_t forked = ::fork();
                                     if (forked == 0) {
                                         ::raise(signal);
                                         ::_exit(0);
                                     }
                                     int status = 0;
                                     ::waitpid(forked, &status, 0);
                                     return WIFSIGNALED(status) && WTERMSIG(status) == signal;
                                 }));
    }

    void kill_endsAsEver()
    {
        CPPUNIT_ASSERT_EQUAL(-SIGKILL, endOf([] { return ::raise(SIGKILL) == 0; }));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestSignals);

}  // namespace
