import Testing

@testable import CapacityReport

@Suite struct `SHA-256` {
  @Test(arguments: [
    // The examples of FIPS 180-4's annexes, the empty message, and lengths around the end of a block.
    ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    ("a", 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
    ("a", 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
    ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func `gives the digests of the standard`(text: String, count: Int, digest: String) {
    let message = Array(String(repeating: text, count: count).utf8)
    let digits = SHA256.digest(message).map { byte in
      String(Int(byte) + 256, radix: 16).dropFirst()
    }
    #expect(digits.joined() == digest)
  }
}
