/// Words for people, in every language that they may be told in.
///
/// Whoever makes a message writes all languages beside each other, where the values are at hand; which
/// one is told is decided at the very end. There is no way to write one and forget the other.
public struct Message: Equatable, Sendable {
  /// The words in English.
  public let english: String
  /// The words in Chinese.
  public let chinese: String

  /// Creates a message.
  public init(_ english: String, zh chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  /// A text that every language shares: a name, a code, a number.
  public init(verbatim text: String) {
    self.init(text, zh: text)
  }

  /// The words in a language.
  public subscript(language: Language) -> String {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }

  /// One message after another.
  public static func + (first: Message, second: Message) -> Message {
    Message(first.english + second.english, zh: first.chinese + second.chinese)
  }
}
