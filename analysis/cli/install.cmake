# What `cmake --install` adds to the program, the libraries and their headers: the scenarios, the licence, and the
# package that find_package(stalemate) reads.
include(CMakePackageConfigHelpers)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/stalemate)
write_basic_package_version_file(stalemateConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(EXPORT stalemate NAMESPACE stalemate:: FILE stalemateTargets.cmake DESTINATION ${package})
install(FILES analysis/cli/stalemateConfig.cmake analysis/traces/Findzstd.cmake
  ${PROJECT_BINARY_DIR}/stalemateConfigVersion.cmake DESTINATION ${package})
install(DIRECTORY scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/stalemate)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
