#pragma once

#include <cfenv>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace scaispeak::pluginhost {

/// Is the calling thread's floating-point mode what C++ starts with: rounding to nearest, no traps, small
/// numbers kept? A few nanoseconds.
inline bool hasPlainFloatMode() noexcept
{
#if defined(__x86_64__)
    // All but the flags of what happened.
    return (_mm_getcsr() & 0xFFC0U) == 0x1F80U;
#else
    return std::fegetround() == FE_TONEAREST && ::fegetexcept() == 0;
#endif
}

/// Sets it. True when it was another one.
inline bool resetFloatMode() noexcept
{
    if (hasPlainFloatMode()) return false;
    std::fesetenv(FE_DFL_ENV);
    return true;
}

/// For host code on a plugin's thread: the plain mode while this lives, then the plugin's own again. Without
/// it a plugin that traps on division by zero would have the host killed for a number of the host's.
class PlainFloatMode
{
public:
    PlainFloatMode() noexcept : _changed(!hasPlainFloatMode())
    {
        if (!_changed) return;
        std::fegetenv(&_theirs);
        std::fesetenv(FE_DFL_ENV);
    }
    ~PlainFloatMode()
    {
        if (_changed) std::fesetenv(&_theirs);
    }
    PlainFloatMode(const PlainFloatMode&) = delete;
    PlainFloatMode& operator=(const PlainFloatMode&) = delete;

private:
    std::fenv_t _theirs{};
    bool _changed;
};

}  // namespace scaispeak::pluginhost
