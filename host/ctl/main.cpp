#include "ctl/console.hpp"
#include "ctl/program.hpp"

#include <unistd.h>

#include <iostream>

int main(int argc, char** argv)
{
    using namespace scaispeak;
    ctl::Console console{std::cin, std::cout, std::cerr, STDOUT_FILENO, ::isatty(STDERR_FILENO) == 1};
    ctl::Program program(console, config::processEnvironment());
    return program.run({argv + 1, argv + argc});
}
