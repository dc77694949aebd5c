# How the project's own targets are made, so that warnings, sanitizers and include roots are said once.

find_package(Threads REQUIRED)
find_program(CCACHE ccache)
if(CCACHE)
    set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

# Line tables are what a back trace needs; types and variables would double the size and lengthen every build.
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")

add_library(scaispeak_warnings INTERFACE)
target_compile_options(scaispeak_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-align -Woverloaded-virtual
    -Wconversion -Wno-sign-conversion)
# C has no other cast than the old one, and knows none of the class warnings.
target_compile_options(scaispeak_warnings INTERFACE $<$<COMPILE_LANGUAGE:C>:-Wno-error>)

if(SCAISPEAK_SANITIZE)
    add_compile_options(-fsanitize=${SCAISPEAK_SANITIZE} -fno-omit-frame-pointer -g1 -O1)
    add_link_options(-fsanitize=${SCAISPEAK_SANITIZE})
    # GCC 12 follows values through the checks that sanitizers insert, and warns of what cannot happen inside the
    # standard library; the plain build has these warnings as errors.
    if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
        target_compile_options(scaispeak_warnings INTERFACE
            -Wno-maybe-uninitialized -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow)
    endif()
    if(SCAISPEAK_SANITIZE MATCHES undefined)
        add_compile_options(-fno-sanitize-recover=undefined)
    endif()
endif()
if(SCAISPEAK_FUZZ)
    if(NOT CMAKE_CXX_COMPILER_ID STREQUAL Clang)
        message(FATAL_ERROR "libFuzzer comes with Clang: cmake --preset fuzz")
    endif()
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# scaispeak_library(<folder> [DEPENDS target...] [PRIVATE_DEPENDS target...] [PCH header...])
# One static library `scaispeak_<folder>` of every .cpp below the calling folder. Headers are included from `host/`:
# #include "audio/resampler.hpp".
function(scaispeak_library folder)
    cmake_parse_arguments(ARG "" "" "DEPENDS;PRIVATE_DEPENDS;PCH" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    set(target scaispeak_${folder})
    if(sources)
        add_library(${target} STATIC ${sources})
        target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/host)
        target_link_libraries(${target} PUBLIC Threads::Threads ${ARG_DEPENDS} PRIVATE scaispeak_warnings ${ARG_PRIVATE_DEPENDS})
        if(ARG_PCH)
            target_precompile_headers(${target} PRIVATE ${ARG_PCH})
        endif()
    else()
        add_library(${target} INTERFACE)
        target_include_directories(${target} INTERFACE ${CMAKE_SOURCE_DIR}/host)
        target_link_libraries(${target} INTERFACE Threads::Threads ${ARG_DEPENDS})
    endif()
endfunction()

# scaispeak_unit_test(<folder> [DEPENDS target...] [LABELS label...])
# One CppUnit program `test_<folder>` of every .cpp below the calling folder, and one ctest entry of the same name.
# CppUnit comes with warnings of its own, so its headers are system headers.
function(scaispeak_unit_test folder)
    cmake_parse_arguments(ARG "" "" "DEPENDS;LABELS" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    set(target test_${folder})
    add_executable(${target} ${sources})
    target_link_libraries(${target} PRIVATE scaispeak_test_main scaispeak_warnings ${ARG_DEPENDS})
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/test-bin)
    add_test(NAME ${folder} COMMAND ${target})
    set_tests_properties(${folder} PROPERTIES TIMEOUT 300 LABELS "unit;${ARG_LABELS}")
endfunction()
