/// The files that a report's page is made of, which travel inside the program.
///
/// A module by itself: an embedded byte is an element of an array literal to the compiler, and a
/// hundred thousand of them take it ten seconds, which nobody waits for who changes other code.
package enum PageFiles {
  /// The frame, with names in double braces for what is filled in.
  package static var frame: String { String(decoding: PackageResources.page_html, as: UTF8.self) }

  /// The style sheet.
  package static var style: [UInt8] { PackageResources.page_css }

  /// One script from several files, each of one idea; those further down use those further up.
  package static var script: [UInt8] {
    [
      PackageResources.data_js, PackageResources.words_js, PackageResources.why_words_js,
      PackageResources.formats_js, PackageResources.elements_js, PackageResources.tables_js,
      PackageResources.charts_js, PackageResources.headline_js, PackageResources.schedule_js,
      PackageResources.gantt_view_js, PackageResources.gantt_paint_js, PackageResources.print_js,
      PackageResources.gantt_js,
      PackageResources.heatmap_js, PackageResources.supply_js, PackageResources.why_not_js,
      PackageResources.missing_js, PackageResources.map_view_js, PackageResources.map_js,
      PackageResources.pricing_js,
      PackageResources.advice_js, PackageResources.main_js,
    ].reduce(into: []) { $0 += $1 }
  }
}
