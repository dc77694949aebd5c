#pragma once

#include "pluginhost/worker/remote_call.hpp"

namespace scaispeak::pluginhost {

/// Passes the items of a list on to an emit function.
template <class Struct>
class RemoteList : public RemoteListener
{
public:
    using Emit = scs_status (*)(void* context, const Struct* item);

    RemoteList(Emit emit, void* context) : _emit(emit), _context(context) {}

    scs_status take(FrameKind kind, FieldReader& reader) override
    {
        if (kind != FrameKind::Emit) return SCS_CLOSED;
        Struct item = readStruct<Struct>(reader);
        if (!reader.complete()) return SCS_CLOSED;
        _passedOn = true;
        return _emit(_context, &item);
    }
    bool passedOn() const override { return _passedOn; }

private:
    Emit _emit;
    void* _context;
    bool _passedOn = false;
};

}  // namespace scaispeak::pluginhost
