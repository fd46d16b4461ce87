internal import Foundation

/// The page's own files, which travel inside the program, and their digests.
enum PageAssets {
  /// The frame, with names in double braces for what is filled in.
  static var frame: String { String(decoding: PackageResources.page_html, as: UTF8.self) }

  static var style: [UInt8] { PackageResources.page_css }

  /// One script from several files, each of one idea; those further down use those further up.
  static var script: [UInt8] {
    [
      PackageResources.data_js, PackageResources.words_js, PackageResources.why_words_js,
      PackageResources.formats_js, PackageResources.elements_js, PackageResources.tables_js,
      PackageResources.charts_js, PackageResources.headline_js, PackageResources.schedule_js,
      PackageResources.gantt_view_js, PackageResources.gantt_paint_js, PackageResources.gantt_js,
      PackageResources.heatmap_js, PackageResources.supply_js, PackageResources.why_not_js,
      PackageResources.missing_js, PackageResources.map_js, PackageResources.pricing_js,
      PackageResources.main_js,
    ].reduce(into: []) { $0 += $1 }
  }

  /// What a page may load: its own style and script by their digests, pictures that are part of it, and
  /// nothing from anywhere else.
  static func contentSecurityPolicy(style: [UInt8], script: [UInt8]) -> String {
    [
      "default-src 'none'", "style-src '\(source(of: style))'",
      "script-src '\(source(of: script))'", "img-src data:", "base-uri 'none'",
      "form-action 'none'",
    ].joined(separator: "; ")
  }

  /// How a policy names a style or script that stands in the page.
  private static func source(of bytes: [UInt8]) -> String {
    "sha256-" + Data(SHA256.digest(bytes)).base64EncodedString()
  }
}
