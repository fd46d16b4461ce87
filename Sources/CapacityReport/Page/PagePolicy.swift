internal import Foundation

/// What a page may load and run.
enum PagePolicy {
  /// A Content-Security-Policy: the page's own style and script by their digests, pictures that are part
  /// of it, and nothing from anywhere else.
  static func text(style: [UInt8], script: [UInt8]) -> String {
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
