# scaispeak_add_plugin(<id> SOURCES file... [LINK library...] [SCHEMA config_schema.json] [VERSION x.y.z]
#                      [OUTPUT_DIRECTORY dir] [NO_MANIFEST])
#
# A target <id> that makes the plugin <id>.so, and its manifest <id>.json beside it.
#   LINK              what it is linked to, privately; ScaiSpeak::Sdk is there already
#   SCHEMA            JSON Schema of its configuration, by default config_schema.json beside the sources. The sources
#                     get it by #include <config_schema.h> as the string literal SCAISPEAK_CONFIG_SCHEMA
#   VERSION           by default the project's
#   OUTPUT_DIRECTORY  by default plugins/ in the build folder
#   NO_MANIFEST       for plugins that are not meant to be loaded without complaint
# The sources also see SCAISPEAK_PLUGIN_ID and SCAISPEAK_PLUGIN_VERSION as string literals.

function(scaispeak_add_plugin id)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "NO_MANIFEST" "SCHEMA;VERSION;OUTPUT_DIRECTORY" "SOURCES;LINK")
    if(NOT ARG_SOURCES)
        message(FATAL_ERROR "scaispeak_add_plugin(${id}): name the source files after SOURCES")
    endif()
    if(NOT id MATCHES "^[a-z0-9-]+$")
        message(FATAL_ERROR "scaispeak_add_plugin(${id}): an id is made of a-z, 0-9 and '-'")
    endif()
    set(schema config_schema.json)
    set(version "${PROJECT_VERSION}")
    set(directory ${CMAKE_BINARY_DIR}/plugins)
    foreach(name schema version directory)
        string(TOUPPER ${name} argument)
        string(REPLACE DIRECTORY OUTPUT_DIRECTORY argument ${argument})
        if(ARG_${argument})
            set(${name} ${ARG_${argument}})
        endif()
    endforeach()

    add_library(${id} MODULE ${ARG_SOURCES})
    target_link_libraries(${id} PRIVATE ScaiSpeak::Sdk ${ARG_LINK})
    target_compile_definitions(${id} PRIVATE SCAISPEAK_PLUGIN_ID="${id}" SCAISPEAK_PLUGIN_VERSION="${version}")
    _scaispeak_schema_header(${id} ${schema})
    _scaispeak_seal(${id})
    # The empty generator expression keeps generators with several configurations from adding a folder of their own.
    set_target_properties(${id} PROPERTIES PREFIX "" SUFFIX ".so" LIBRARY_OUTPUT_DIRECTORY ${directory}$<0:>)
    if(NOT ARG_NO_MANIFEST)
        _scaispeak_manifest(${id})
    endif()
endfunction()

# The schema as <build>/<id>.schema/config_schema.h.
function(_scaispeak_schema_header id schema)
    get_filename_component(schema ${schema} ABSOLUTE)
    if(NOT EXISTS ${schema})
        message(FATAL_ERROR "scaispeak_add_plugin(${id}): the schema ${schema} is missing; the smallest one is "
            "{\"type\": \"object\", \"additionalProperties\": false}")
    endif()
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${schema})
    file(READ ${schema} text)
    string(REPLACE "\\" "\\\\" text "${text}")
    string(REPLACE "\"" "\\\"" text "${text}")
    string(REPLACE "\n" "\\n\" \\\n    \"" text "${text}")
    set(header "#define SCAISPEAK_CONFIG_SCHEMA \\\n    \"${text}\"\n")
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${id}.schema/config_schema.h CONTENT "@header@" @ONLY)
    target_include_directories(${id} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${id}.schema)
endfunction()

# Lets nothing out but the one symbol, and nothing in that is not linked.
function(_scaispeak_seal id)
    set(map ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/scaispeak_plugin.map)
    set_target_properties(${id} PROPERTIES
        C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
        POSITION_INDEPENDENT_CODE ON SKIP_BUILD_RPATH ON INSTALL_RPATH "" INSTALL_RPATH_USE_LINK_PATH OFF
        LINK_DEPENDS ${map})
    # Unique symbols would be shared by all plugins, and would pin a library in the process for ever.
    target_compile_options(${id} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
    target_link_options(${id} PRIVATE -Wl,--version-script=${map} -Wl,--exclude-libs,ALL -Wl,-z,now)
    # A sanitizer's symbols come from the program that loads the plugin.
    if(NOT SCAISPEAK_SANITIZE AND NOT "${CMAKE_C_FLAGS} ${CMAKE_CXX_FLAGS}" MATCHES "-fsanitize")
        target_link_options(${id} PRIVATE -Wl,-z,defs)
    endif()
endfunction()

function(_scaispeak_manifest id)
    foreach(check ScaiSpeak::plugin-check scaispeak-plugin-check)
        if(TARGET ${check})
            add_custom_command(TARGET ${id} POST_BUILD COMMAND ${check} --emit-manifest $<TARGET_FILE:${id}> VERBATIM)
            return()
        endif()
    endforeach()
endfunction()
