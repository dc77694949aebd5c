#pragma once

#include "support/fake_plugin_host.hpp"

#include <scaispeak/testing/plugin_file.hpp>
