#pragma once

#include <scaispeak/testing/fake_host.hpp>

namespace scaispeak::test {

using namespace scaispeak::testing;
using FakePluginHost = scaispeak::testing::FakeHost;

}  // namespace scaispeak::test
