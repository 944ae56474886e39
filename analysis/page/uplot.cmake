# uPlot draws the curves of a page. It is no part of this tree: npm fetches it into the build folder, by the hash in the
# lock file; embed.cmake takes it from there. Where there is no npm, or no network, the program is built without it, and
# its pages have the same curves as SVG.
option(STALEMATE_UPLOT "Fetch uPlot by npm, and put it into the program" ON)
set(STALEMATE_UPLOT_ROOT ${PROJECT_BINARY_DIR}/uplot)
set(STALEMATE_UPLOT_DIR ${STALEMATE_UPLOT_ROOT}/node_modules/uplot/dist)
if(NOT STALEMATE_UPLOT)
  file(REMOVE_RECURSE ${STALEMATE_UPLOT_ROOT})
  return()
endif()

# What was fetched by another lock file is fetched anew.
file(SHA256 ${PROJECT_SOURCE_DIR}/analysis/page/package-lock.json wanted)
set(fetched none)
if(EXISTS ${STALEMATE_UPLOT_ROOT}/package-lock.json)
  file(SHA256 ${STALEMATE_UPLOT_ROOT}/package-lock.json fetched)
endif()
if(EXISTS ${STALEMATE_UPLOT_DIR}/uPlot.iife.min.js AND wanted STREQUAL fetched)
  return()
endif()

find_program(NPM npm)
set(why "there is no npm")
if(NPM)
  file(REMOVE_RECURSE ${STALEMATE_UPLOT_ROOT})
  foreach(file package.json package-lock.json .npmrc)
    configure_file(${PROJECT_SOURCE_DIR}/analysis/page/${file} ${STALEMATE_UPLOT_ROOT}/${file} COPYONLY)
  endforeach()
  execute_process(
    COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-timeout=20000
    WORKING_DIRECTORY ${STALEMATE_UPLOT_ROOT} TIMEOUT 120 RESULT_VARIABLE failed OUTPUT_QUIET ERROR_VARIABLE why)
endif()
if(NOT EXISTS ${STALEMATE_UPLOT_DIR}/uPlot.iife.min.js)
  message(STATUS "Pages will be without uPlot, their curves SVG alone: ${why}")
endif()
