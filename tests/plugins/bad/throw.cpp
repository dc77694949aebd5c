#include <stdexcept>

extern "C" void throw_something()
{
    throw std::runtime_error("out of the plugin");
}
