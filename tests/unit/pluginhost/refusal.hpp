#pragma once

#include "pluginhost/loader/plugin_refused.hpp"

#include <cppunit/TestAssert.h>

#include <string>

/// Runs what must be refused at that step, with every one of the parts in the reason.
template <class Function>
void assertRefused(scaispeak::pluginhost::LoadStep step, std::initializer_list<std::string> parts,
                   Function&& function)
{
    using scaispeak::pluginhost::word;
    try {
        function();
    }
    catch (const scaispeak::pluginhost::PluginRefused& refused) {
        CPPUNIT_ASSERT_EQUAL_MESSAGE(refused.what(), std::string(word(step)),
                                     std::string(word(refused.step())));
        for (const auto& part : parts)
            CPPUNIT_ASSERT_MESSAGE(part + " is not in: " + refused.what(),
                                   refused.reason().find(part) != std::string::npos);
        return;
    }
    CPPUNIT_FAIL("it was not refused");
}
