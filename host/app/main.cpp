#include "app/descriptor_limit.hpp"
#include "app/exit_code.hpp"
#include "app/host_application.hpp"
#include "core/termination.hpp"

int main(int argc, char** argv)
{
    using Poco::Util::Application;
    // Before any thread is started, so that signals reach the one that waits for them and nobody else.
    scaispeak::core::blockSignals();
    scaispeak::app::raiseDescriptorLimit();
    scaispeak::app::HostApplication application;
    const int status = application.run(argc, argv);
    // Poco's own numbers for a command line that it does not understand.
    const bool usage = status == Application::EXIT_CONFIG || status == Application::EXIT_USAGE;
    return usage ? static_cast<int>(scaispeak::app::exitConfiguration) : status;
}
