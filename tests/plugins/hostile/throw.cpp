#include <stdexcept>

extern "C" void hostile_throw();

void hostile_throw()
{
    throw std::runtime_error("out of the plugin");
}
