import CapacityData
import CapacityModel
import Foundation
import Testing

@Suite struct EncodingAndPlaceTests {
  private static let chinese = """
    cluster_id,name,latitude,longitude,region_code
    C1,成都龙泉驿,30.56,104.27,510112
    C2,绵阳，游仙,31.4675,104.6796,510700

    """

  /// `chinese` in GB18030, from `iconv -f UTF-8 -t GB18030`.
  private static let chineseGB18030 =
    Array("cluster_id,name,latitude,longitude,region_code\nC1,".utf8)
    + [0xB3, 0xC9, 0xB6, 0xBC, 0xC1, 0xFA, 0xC8, 0xAA, 0xE6, 0xE4]
    + Array(",30.56,104.27,510112\nC2,".utf8)
    + [0xC3, 0xE0, 0xD1, 0xF4, 0xA3, 0xAC, 0xD3, 0xCE, 0xCF, 0xC9]
    + Array(",31.4675,104.6796,510700\n".utf8)

  @Test func `UTF-8 with a mark, CRLF and GB18030 read the same as plain UTF-8`() throws {
    let plain = try read(["clusters.csv": Self.chinese]).dataset
    #expect(plain.clusters.map(\.name) == ["成都龙泉驿", "绵阳，游仙"])
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let variants: [[UInt8]] = [
      mark + Array(Self.chinese.utf8),
      Array(Self.chinese.replacing("\n", with: "\r\n").utf8),
      Array(Self.chinese.dropLast().utf8),
      Array(("\n \t\n" + Self.chinese.replacing("\n", with: "\n\n")).utf8),
      Array(Self.chinese.replacing(",", with: " ,\t").utf8),
      Array(Self.chinese.replacing("C1,成都龙泉驿", with: "\"C1\",\"成都龙泉驿\"").utf8),
      Self.chineseGB18030,
      // The mark in GB18030.
      [0x84, 0x31, 0x95, 0x33] + Self.chineseGB18030,
    ]
    for variant in variants {
      let dataset = try withDataset(["clusters.csv": variant]) { folder in
        try DatasetReader(folder: folder).read().dataset
      }
      #expect(dataset == plain)
    }
    let asked = try withDataset(["clusters.csv": Self.chineseGB18030]) { folder in
      try DatasetReader(folder: folder, encoding: .gb18030).read().dataset
    }
    #expect(asked == plain)
  }

  @Test func `every line end of a dataset may be CRLF`() throws {
    let plain = try read().dataset
    var changes: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: baseFolder) {
      changes[name] = try baseText(name).replacing("\n", with: "\r\n")
    }
    #expect(try read(changes).dataset == plain)
  }

  @Test func `bytes of no encoding are told at the first that is not UTF-8`() throws {
    // 0xFF opens nothing in either encoding.
    let bytes = Array("cluster_id,name\nC1,é𐐷".utf8) + [0xFF] + Array("x\n".utf8)
    for (encoding, words) in [
      (TextEncoding.automatic, "neither UTF-8 nor GB18030"), (.utf8, "not UTF-8"),
    ] {
      let lines = try withDataset(["clusters.csv": bytes]) { folder in
        try problems { _ = try DatasetReader(folder: folder, encoding: encoding).read() }
      }
      #expect(lines == ["clusters.csv:2:6: byte 0xFF is \(words); save the file as UTF-8"])
    }
  }

  @Test func `GB18030 is refused where UTF-8 alone is asked for`() throws {
    let lines = try withDataset(["clusters.csv": Self.chineseGB18030]) { folder in
      try problems { _ = try DatasetReader(folder: folder, encoding: .utf8).read() }
    }
    #expect(lines == ["clusters.csv:2:4: byte 0xB3 is not UTF-8; save the file as UTF-8"])
  }

  @Test func `bytes that are not GB18030 are told where that alone is asked for`() throws {
    // Four characters of two bytes each before a lead byte that nothing may follow.
    let bytes = Array(Self.chineseGB18030.prefix(58)) + [0xFF, 0x0A]
    let lines = try withDataset(["clusters.csv": bytes]) { folder in
      try problems { _ = try DatasetReader(folder: folder, encoding: .gb18030).read() }
    }
    #expect(
      lines == [
        "clusters.csv:2:8: byte 0xFF is not GB18030; save the file as GB18030 or as UTF-8 and leave "
          + "out --encoding"
      ])
  }

  /// A text before the bad cell `x` of the first row's budget, and where that cell then stands.
  @Test(
    arguments: [
      ("Acme", 2, 46),
      // A line feed in quotes: the cell stands on the next physical line.
      ("\"A\nme\"", 3, 42),
      ("\"A\r\n\r\nme\"", 4, 42),
      // Characters of two, three and four bytes count as one.
      ("é中𐐷x", 2, 46),
      // A letter and its accent are two scalars.
      ("e\u{301}", 2, 44),
      // A doubled quote is two characters of the file.
      ("\"A\"\"B\"", 2, 48),
    ] as [(String, Int, Int)])
  func `a cell's place counts physical lines and scalars`(
    _ customer: String, _ line: Int, _ column: Int
  ) throws {
    let orders = try baseText("orders.csv").replacing("O1,Acme", with: "O1,\(customer)")
      .replacing("1234.50", with: "x")
    let lines = try problems { _ = try read(["orders.csv": orders]) }
    #expect(
      lines == [
        "orders.csv:\(line):\(column): budget: \"x\" is not an amount in yuan; write it like 1234.50"
      ])
  }

  @Test func `a quoted cell's place is its opening quote and a mark counts as nothing`() throws {
    let lines = try problems {
      _ = try read([
        "clusters.csv": "\u{FEFF}cluster_id,latitude,longitude\n\"C1\",  \"30\" ,104\nC2,\"x\",1\n"
      ])
    }
    #expect(
      lines == [
        "clusters.csv:2:8: latitude: a quote stands inside a cell that is not in quotes; put the "
          + "whole cell in quotes, and write a quote inside as \"\"",
        "clusters.csv:3:4: latitude: \"x\" is not a latitude in degrees; write it like 30.6571",
      ])
  }

  @Test func `a mark before a bad header cell does not shift its column`() throws {
    let lines = try problems {
      _ = try read(["freight.csv": "\u{FEFF}to_cluster,from_cluster,to_cluster\n"])
    }
    #expect(lines.first?.hasPrefix("freight.csv:1:25: to_cluster: ") == true)
  }

  @Test func `quoted cells keep their blanks, and quotes inside are halved`() throws {
    let factories = try baseText("factories.csv").replacing("Second", with: "\" a \"\"b\"\"\n,c \"")
    #expect(try read(["factories.csv": factories]).dataset.factories[1].name == " a \"b\"\n,c ")
  }
}
