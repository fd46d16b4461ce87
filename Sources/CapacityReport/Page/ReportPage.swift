internal import CapacityData
public import CapacityModel
internal import Foundation
internal import PageFiles

/// A report: one HTML file that needs nothing else.
public struct ReportPage: Sendable {
  private let result: ReportedResult
  private let language: Language
  /// What `invest --format json` printed, if anybody computed it.
  private let investment: InvestmentAdvice?
  /// Which orders left over would fill idle hours.
  private let advice: FactoryAdvice

  /// Takes what the page is made from; it is told in `language` until its reader switches.
  public init(
    _ result: ReportedResult, language: Language, investment: InvestmentAdvice? = nil,
    advice: FactoryAdvice = .none
  ) {
    self.result = result
    self.language = language
    self.investment = investment
    self.advice = advice
  }

  /// The file's bytes, the same every time.
  ///
  /// - Complexity: O(*n*) in what the result and the dataset hold, but for calendars and days, which
  ///   multiply.
  public func bytes() -> [UInt8] {
    let style = PageFiles.style
    let script = PageFiles.script
    let columns = PageData(result).columns + advice.columns
    var page: [UInt8] = []
    page.reserveCapacity(columns.reduce(1 << 19) { $0 + $1.content.count + 128 })
    for piece in Template(PageFiles.frame).pieces {
      switch piece {
      case .text(let text): page += Array(text.utf8)
      case .name("language"): page += Array((language == .chinese ? "zh-CN" : "en").utf8)
      case .name("title"):
        page += Array(PageText.escaped(html: result.dataset.name).utf8)
      case .name("policy"):
        let policy = PagePolicy.text(style: style, script: script)
        page += Array(policy.utf8)
      case .name("style"): page += style
      case .name("script"): page += script
      case .name("facts"):
        let facts = PageData.facts(result, language: language)
        page += PageText.escaped(json: Array(facts.text().utf8))
      case .name("investment"): page += investment.map(\.embedded) ?? Array("null".utf8)
      case .name("columns"): for column in columns { column.write(to: &page) }
      case .name(let name): preconditionFailure("the frame asks for \(name)")
      }
    }
    return page
  }
}

/// Text with names in double braces.
private struct Template {
  enum Piece {
    case text(String)
    case name(String)
  }

  let pieces: [Piece]

  init(_ text: String) {
    var pieces: [Piece] = []
    var rest = text[...]
    while let opening = rest.range(of: "{{"),
      let closing = rest[opening.upperBound...].range(of: "}}")
    {
      pieces.append(.text(String(rest[..<opening.lowerBound])))
      pieces.append(.name(String(rest[opening.upperBound..<closing.lowerBound])))
      rest = rest[closing.upperBound...]
    }
    self.pieces = pieces + [.text(String(rest))]
  }
}
