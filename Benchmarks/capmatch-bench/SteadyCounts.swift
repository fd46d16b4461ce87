import Foundation

/// Replaces this process by a new one of the same call in which counts of allocations are the same
/// every time; returns when it is that process already, or cannot be.
///
/// An array grows into whatever room its block of the heap happens to have, so how often it must
/// move depends on what lies beside it: on which thread's heap or cache it came from, and on the
/// order in which hash tables give out their elements. These are settled by the environment that a process starts with.
func startAgainForSteadyCounts() {
  let settings = [
    ("MALLOC_ARENA_MAX", "1"), ("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0"),
    ("SWIFT_DETERMINISTIC_HASHING", "1"),
  ]
  let environment = ProcessInfo.processInfo.environment
  guard settings.contains(where: { environment[$0.0] != $0.1 }) else { return }
  for (name, value) in settings { unsafe setenv(name, value, 1) }
  var arguments = unsafe CommandLine.arguments.map { unsafe strdup($0) }
  unsafe arguments.append(nil)
  unsafe execv("/proc/self/exe", arguments)
}
