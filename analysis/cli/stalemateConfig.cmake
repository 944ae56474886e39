# find_package(stalemate): the libraries, by the names of their folders. stalemate::analysis::cli is all of them.
cmake_minimum_required(VERSION 3.25)  # options are linked as whole archives
include(CMakeFindDependencyMacro)
find_dependency(Threads)
find_dependency(Boost 1.74)
find_dependency(nlohmann_json 3.11)
find_dependency(CLI11 2.1)
find_dependency(SQLiteCpp)
find_dependency(ZLIB)
list(PREPEND CMAKE_MODULE_PATH ${CMAKE_CURRENT_LIST_DIR})
find_dependency(zstd MODULE)
list(POP_FRONT CMAKE_MODULE_PATH)
include(${CMAKE_CURRENT_LIST_DIR}/stalemateTargets.cmake)
