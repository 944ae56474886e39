# Embeds the library, its traces, the templates, and what pages look and move by. Included, it adds the generated source
# to the target of this folder and has it made anew when a file or the list of files changes; run with -P, it writes
# that source. Any bytes will do: they become hexadecimal escapes, each followed by another escape or by a quote.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  file(GLOB STALEMATE_EMBEDDED CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/scenarios/*.json ${PROJECT_SOURCE_DIR}/scenarios/templates/*.json
    ${PROJECT_SOURCE_DIR}/scenarios/traces/* ${PROJECT_SOURCE_DIR}/analysis/page/*.css
    ${PROJECT_SOURCE_DIR}/analysis/page/*.js ${STALEMATE_UPLOT_DIR}/uPlot.*min.*)
  list(REMOVE_ITEM STALEMATE_EMBEDDED ${PROJECT_SOURCE_DIR}/scenarios/schema.json)
  set(STALEMATE_EMBEDDED_SOURCE ${PROJECT_BINARY_DIR}/embedded.cpp)
  # The list itself, so that a file that goes away is noticed too.
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/embedded.list CONTENT "${STALEMATE_EMBEDDED}\n" @ONLY)
  add_custom_command(
    OUTPUT ${STALEMATE_EMBEDDED_SOURCE}
    COMMAND ${CMAKE_COMMAND} -DSOURCE_DIR=${PROJECT_SOURCE_DIR} -DOUTPUT=${STALEMATE_EMBEDDED_SOURCE}
            -DVERSION=${PROJECT_VERSION} -DUPLOT_DIR=${STALEMATE_UPLOT_DIR}
            -P ${PROJECT_SOURCE_DIR}/analysis/cli/embed.cmake
    DEPENDS ${STALEMATE_EMBEDDED} ${PROJECT_BINARY_DIR}/embedded.list ${PROJECT_SOURCE_DIR}/analysis/cli/embed.cmake
    VERBATIM)
  target_sources(stalemate_analysis_cli PRIVATE ${STALEMATE_EMBEDDED_SOURCE})
  return()
endif()

function(embed part_of_name variable)
  file(GLOB files ${ARGN})
  list(REMOVE_ITEM files ${SOURCE_DIR}/scenarios/schema.json)  # the program makes it, `stalemate schema`
  list(SORT files)
  list(LENGTH files count)
  set(entries "")
  foreach(file ${files})
    cmake_path(GET file ${part_of_name} name)
    file(SIZE ${file} size)
    file(READ ${file} hex HEX)
    string(REGEX REPLACE "(................................................................)" "\\1\n" hex "${hex}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${hex}")
    string(REPLACE "\n" "\"\n     \"" bytes "${bytes}")
    file(SHA256 ${file} sha256)
    string(APPEND entries "    {\"${name}\", {\"${bytes}\", ${size}}, \"${sha256}\"},\n")
  endforeach()
  set(${variable} "constexpr std::array<EmbeddedFile, ${count}> ${variable} = {{\n${entries}}};\n" PARENT_SCOPE)
endfunction()

embed("STEM;LAST_ONLY" library ${SOURCE_DIR}/scenarios/*.json)
embed("STEM;LAST_ONLY" templates ${SOURCE_DIR}/scenarios/templates/*.json)
embed(FILENAME traces ${SOURCE_DIR}/scenarios/traces/*)
embed(FILENAME assets ${SOURCE_DIR}/analysis/page/*.css ${SOURCE_DIR}/analysis/page/*.js ${UPLOT_DIR}/uPlot.min.css
  ${UPLOT_DIR}/uPlot.iife.min.js ${UPLOT_DIR}/../LICENSE)
file(WRITE ${OUTPUT} "// Written by analysis/cli/embed.cmake.
#include <array>
#include \"analysis/cli/embedded.hpp\"

namespace stalemate::analysis::cli {
namespace {
${library}${templates}${traces}${assets}}  // namespace

std::span<const EmbeddedFile> library_files() { return library; }
std::span<const EmbeddedFile> template_files() { return templates; }
std::span<const EmbeddedFile> trace_files() { return traces; }
std::span<const EmbeddedFile> page_files() { return assets; }
std::string_view program_version() { return \"${VERSION}\"; }

}  // namespace stalemate::analysis::cli
")
