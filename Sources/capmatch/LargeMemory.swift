import CMalloc

/// Memory of large arrays.
enum LargeMemory {
  /// Arrays of this many bytes or more lie in memory of their own.
  private static let ownMemoryMin: Int32 = 1 << 20

  /// From now on the memory of large arrays goes back to the system as soon as they are let go.
  ///
  /// By itself glibc keeps more and more of it, up to 32 MB for each array (mallopt(3), `M_MMAP_THRESHOLD`), and what a
  /// phase has let go stays beside what the next one needs: a tenth of all memory at a million orders.
  static func giveBackEarly() { mallopt(M_MMAP_THRESHOLD, ownMemoryMin) }
}
