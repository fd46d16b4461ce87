/// A fix of `unmatched.csv` for people; `Docs/results.md` lists the forms, which are codes.
enum FixWords {
  /// A span of time as `Format.duration` writes it, `1d 4h`, in Chinese.
  static func duration(_ text: some StringProtocol) -> String {
    let units: [Character: String] = ["d": "天", "h": "小时", "m": "分", "s": "秒"]
    return text.split(separator: " ").map { part in
      part.last.flatMap { units[$0] }.map { "\(part.dropLast()) \($0)" } ?? String(part)
    }.joined(separator: " ")
  }

  /// The fix in Chinese; `nil` for a text that is none.
  static func chinese(_ fix: String) -> String? {
    let parts = fix.split(separator: " ", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    let rest = parts[1]
    switch parts[0] {
    case "deadline": return "截止时间推迟 \(duration(rest.dropFirst()))"
    case "budget": return "预算增加 \(rest.dropFirst()) 元"
    case "pricing_mode": return "也接受 \(rest) 计价"
    default: break
    }
    // Names may hold the word themselves: what stands last is the place.
    guard let place = rest.ranges(of: " at ").last else { return nil }
    let (what, holder) = (rest[..<place.lowerBound], rest[place.upperBound...])
    switch parts[0] {
    case "certification": return "工厂 \(holder) 取得认证 \(what)"
    case "tolerance": return "设备 \(holder) 达到 \(what)"
    case "material": return "设备 \(holder) 接受材料 \(what)"
    case "size": return "设备 \(holder) 容得下 \(what) mm 的工件"
    case "max_quantity": return "设备 \(holder) 每次最多可做 \(what)"
    case "min_quantity": return "设备 \(holder) 每次最少可做 \(what)"
    default: return nil
    }
  }
}
