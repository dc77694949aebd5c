/* All of the plugin ABI. */
#ifndef SCAISPEAK_SCAISPEAK_H
#define SCAISPEAK_SCAISPEAK_H

#include "abi.h"
#include "auth.h"
#include "backend.h"
#include "host_extensions.h"
#include "preflight.h"
#include "storage.h"
#include "transport.h"

#endif
