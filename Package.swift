// swift-tools-version: 6.2
import PackageDescription

/// Settings that every target shares.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  // Unsafe constructs must be marked, so that a reviewer finds them by searching for `unsafe`.
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  // An import is visible to clients only where it says `public import`: layers stay layers.
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The files of a report's script; `PageFiles` joins them.
let pageScripts = [
  "data", "words", "why-words", "formats", "elements", "tables", "charts", "headline", "schedule",
  "gantt-view", "gantt-paint", "print", "gantt", "heatmap", "supply", "why-not", "missing",
  "map-view", "map", "pricing",
  "advice", "main",
]

let package = Package(
  name: "CapacityMatch",
  products: [
    .library(
      name: "CapacityMatching", targets: ["CapacityModel", "CapacityMatching", "CapacityData"]),
    .executable(name: "capmatch", targets: ["capmatch"]),
  ],
  targets: [
    .target(name: "CapacityModel", swiftSettings: settings),
    .target(name: "CapacityMatching", dependencies: ["CapacityModel"], swiftSettings: settings),
    .target(
      name: "CapacityData", dependencies: ["CapacityModel", "CapacityMatching"],
      // The generator's tables travel inside the binary.
      resources: [
        .embedInCode("Generator/Tables/clusters.csv"),
        .embedInCode("Generator/Tables/processes.csv"),
      ],
      swiftSettings: settings),
    .target(name: "CapacityVerification", dependencies: ["CapacityModel"], swiftSettings: settings),
    .target(
      name: "PageFiles",
      resources: (["page.html", "page.css"] + pageScripts.map { "Script/\($0).js" }).map {
        .embedInCode($0)
      },
      swiftSettings: settings),
    .target(
      name: "CapacityReport",
      dependencies: [
        "CapacityModel", "CapacityMatching", "CapacityData", "CapacityVerification", "PageFiles",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "capmatch",
      dependencies: [
        "CapacityModel", "CapacityMatching", "CapacityData", "CapacityVerification",
        "CapacityReport", "CMalloc",
      ],
      swiftSettings: settings),
    // What glibc's allocator may be asked; nothing is built.
    .systemLibrary(name: "CMalloc"),
    // Built with everything else, so that it cannot rot.
    .executableTarget(
      name: "capmatch-bench",
      dependencies: [
        "CapacityModel", "CapacityMatching", "CapacityData", "CapacityReport", "BenchmarkSupport",
        "CAllocationCounter",
      ],
      path: "Benchmarks/capmatch-bench", swiftSettings: settings),
    // What the benchmarks compute from their measurements, apart from measuring, so that it is tested.
    .target(
      name: "BenchmarkSupport", dependencies: ["CapacityData"],
      path: "Benchmarks/BenchmarkSupport", swiftSettings: settings),
    // Takes the place of malloc in whatever links it: for capmatch-bench alone.
    .target(name: "CAllocationCounter", path: "Benchmarks/CAllocationCounter"),
    // Generators and oracles that several test targets use.
    .target(
      name: "TestSupport", dependencies: ["CapacityModel"], path: "Tests/TestSupport",
      swiftSettings: settings),
    .testTarget(
      name: "CapacityMatchingTests",
      dependencies: ["CapacityModel", "CapacityMatching", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "CapacityVerificationTests",
      dependencies: [
        "CapacityModel", "CapacityMatching", "CapacityVerification", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "CapacityDataTests",
      dependencies: ["CapacityModel", "CapacityMatching", "CapacityData", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "CapacityReportTests",
      dependencies: [
        "CapacityModel", "CapacityMatching", "CapacityData", "CapacityReport", "PageFiles",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "BenchmarkSupportTests", dependencies: ["BenchmarkSupport", "CapacityData"],
      swiftSettings: settings),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "CapacityModel", "CapacityMatching", "CapacityData", "CapacityVerification",
        "CapacityReport", "TestSupport", "capmatch",
      ],
      swiftSettings: settings),
  ]
)
