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

# What the program says of itself: the manual page, and completion for three shells, where each of them looks for it.
if(TARGET stalemate)
  set(said ${PROJECT_BINARY_DIR}/said)
  foreach(shell bash zsh fish)
    add_custom_command(OUTPUT ${said}/${shell} DEPENDS stalemate VERBATIM
      COMMAND ${CMAKE_COMMAND} -E make_directory ${said}
      COMMAND sh -c "\"$<TARGET_FILE:stalemate>\" completion ${shell} > \"${said}/${shell}\"")
  endforeach()
  add_custom_command(OUTPUT ${said}/stalemate.1 DEPENDS stalemate VERBATIM
    COMMAND ${CMAKE_COMMAND} -E make_directory ${said}
    COMMAND sh -c "\"$<TARGET_FILE:stalemate>\" man > \"${said}/stalemate.1\"")
  add_custom_target(said ALL DEPENDS ${said}/bash ${said}/zsh ${said}/fish ${said}/stalemate.1)
  install(FILES ${said}/stalemate.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  install(FILES ${said}/bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME stalemate)
  install(FILES ${said}/zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions RENAME _stalemate)
  install(FILES ${said}/fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d RENAME stalemate.fish)
endif()

# The Debian package: cpack -G DEB -B build/deb --config build/release/CPackConfig.cmake (it needs file and dpkg-dev).
set(CPACK_PACKAGE_NAME stalemate)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Deterministic simulator of cache behaviour in distributed backends")
set(CPACK_PACKAGE_VENDOR "stalemate")
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "the maintainers of stalemate")
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
include(CPack)
