#include "app/descriptor_limit.hpp"
#include "app/host_application.hpp"
#include "app/termination.hpp"

int main(int argc, char** argv)
{
    // Before any thread is started, so that signals reach the one that waits for them and nobody else.
    scaispeak::app::blockSignals();
    scaispeak::app::raiseDescriptorLimit();
    scaispeak::app::HostApplication application;
    return application.run(argc, argv);
}
