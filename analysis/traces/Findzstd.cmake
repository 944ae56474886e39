# find_package(zstd MODULE) makes zstd::libzstd, here and for whoever links the installed library: not every system
# ships a package file of zstd's own, and those that do call the target by different names.
find_library(zstd_LIBRARY zstd)
find_path(zstd_INCLUDE_DIR zstd.h)
mark_as_advanced(zstd_LIBRARY zstd_INCLUDE_DIR)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(zstd REQUIRED_VARS zstd_LIBRARY zstd_INCLUDE_DIR)
if(zstd_FOUND AND NOT TARGET zstd::libzstd)
  add_library(zstd::libzstd UNKNOWN IMPORTED)
  set_target_properties(zstd::libzstd PROPERTIES
    IMPORTED_LOCATION "${zstd_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${zstd_INCLUDE_DIR}")
endif()
