#include "node/program.hpp"

int main(int argc, char** argv)
{
    return scaispeak::node::run(argc, argv);
}
