import Testing

@testable import CapacityReport

@Suite struct `A column of a page` {
  private func content(_ column: PageColumn) -> String {
    String(decoding: column.content, as: UTF8.self)
  }

  @Test func `packs numbers in seven bits a byte`() {
    // 00, 7F, 80 01, AC 02.
    #expect(content(.plain("x", [0, 127, 128, 300])) == "AH+AAawC")
    // 0, -1, 1, -2 take the places 0 to 3.
    #expect(content(.signed("x", [0, -1, 1, -2])) == "AAECAw==")
    // 5, then +1, then -6.
    #expect(content(.delta("x", [5, 6, 0])) == "CgIL")
    #expect(content(.plain("x", [.max])) == "//////////9/")
    #expect(content(.plain("x", [])) == "")
  }

  @Test func `packs texts of few words, the frequent ones first`() {
    let columns = PageColumn.words("x", ["b a a", "", "a  c"])
    #expect(columns.map(\.name) == ["x", "x.dictionary"])
    // "a" three times, the empty word twice, then "b" and "c" as they come.
    #expect(content(columns[1]) == #"["a","","b","c"]"#)
    #expect(content(columns[0]) == content(.plain("y", [3, 2, 0, 0, 1, 1, 3, 0, 1, 3])))
    #expect(columns[0].count == 3)
  }

  @Test(arguments: [
    // Plain, markup, what JSON escapes, what breaks lines or turns the direction, four bytes.
    ("O17", #"["O17"]"#),
    ("</script><!--&", #"["\u003c/script\u003e\u003c!--\u0026"]"#),
    ("a\"\\\n\u{7F}", #"["a\u0022\u005c\u000a\u007f"]"#),
    ("\u{2028}\u{202E}x", #"["\u2028\u202ex"]"#),
    ("成都𠮷", #"["成都𠮷"]"#),
  ])
  func `writes texts that cannot end an element`(text: String, json: String) {
    #expect(content(.text("x", [text])) == json)
  }

  @Test func `makes foreign JSON safe and keeps its meaning`() {
    let json = Array(#"{"a": "</script>&"}"#.utf8)
    let escaped = String(decoding: PageText.escaped(json: json), as: UTF8.self)
    #expect(escaped == #"{"a": "\u003c/script\u003e\u0026"}"#)
    #expect(PageText.escaped(html: "<a b='\"'>&") == "&lt;a b=&#39;&quot;&#39;&gt;&amp;")
  }
}
