/// An option of the command line.
struct OptionSpec: Sendable {
  /// Without the dashes.
  var name: String
  /// A single letter without the dash, if there is one.
  var short: Character?
  /// What stands for its value in the help; `nil` for a switch.
  var value: String?
  var help: String
}

/// A command with its arguments and options; drives parsing and help.
struct CommandSpec: Sendable {
  var name: String
  var summary: String
  /// Names of the positional arguments, all required.
  var arguments: [String]
  var options: [OptionSpec]
  var examples: [String]
}

extension OptionSpec {
  static let help = OptionSpec(name: "help", short: "h", help: "print this help")
  static let version = OptionSpec(name: "version", help: "print the version")
  static let quiet = OptionSpec(name: "quiet", short: "q", help: "print nothing but errors")
  static let verbose = OptionSpec(
    name: "verbose", short: "v", help: "say what is being done and how long it took")
  static let output = OptionSpec(
    name: "output", short: "o", value: "DIR", help: "the folder to write (required)")
  static let force = OptionSpec(name: "force", help: "replace DIR if it exists")
  static let format = OptionSpec(
    name: "format", value: "text|json", help: "how to print the answer (text)")
  static let encoding = OptionSpec(
    name: "encoding", value: "auto|utf-8|gb18030",
    help: "how the files are encoded (auto: UTF-8, else GB18030)")
  static let language = OptionSpec(
    name: "language", value: "zh|en", help: "language of the report (that of the locale)")
  static let seed = OptionSpec(name: "seed", value: "N", help: "seed of all random choices (1)")
  static let threads = OptionSpec(
    name: "threads", value: "N",
    help: "threads to use, 1 to 64 (one for each core); never changes the answer")
}

/// Every command, in the order of the help.
let commandTable: [CommandSpec] = [
  CommandSpec(
    name: "generate", summary: "write a synthetic dataset of Sichuan industrial clusters",
    arguments: [],
    options: [
      .output, .force,
      OptionSpec(name: "orders", value: "N", help: "how many orders (3000)"),
      OptionSpec(name: "machines", value: "N", help: "how many machines (300)"),
      OptionSpec(name: "clusters", value: "N", help: "how many clusters, 1 to 20 (20)"),
      OptionSpec(name: "processes", value: "N", help: "how many processes, 1 to 2000 (60)"),
      OptionSpec(name: "days", value: "N", help: "days of the horizon (28)"),
      OptionSpec(name: "load", value: "X", help: "hours asked over hours open (0.95)"),
      OptionSpec(
        name: "multi-stage", value: "X", help: "share of orders with several stages (0)"),
      OptionSpec(
        name: "process-skew", value: "X",
        help: "how much the first processes lead in popularity, 0 to 3 (1.05)"),
      .seed, .quiet, .help,
    ],
    examples: ["capmatch generate --orders 3000 --machines 300 --multi-stage 0.3 -o data/sichuan"]),
  CommandSpec(
    name: "validate", summary: "read a dataset and check it, nothing more",
    arguments: ["DATASET"], options: [.encoding, .format, .quiet, .help],
    examples: ["capmatch validate data/sichuan"]),
  CommandSpec(
    name: "match", summary: "decide who makes what, where, when and at what price",
    arguments: ["DATASET"],
    options: [
      .output, .force,
      OptionSpec(
        name: "objective", value: "KIND",
        help: "surplus, fill or value: what is made as large as possible (surplus)"),
      OptionSpec(
        name: "effort", value: "N",
        help: "0 to 9: how long to look for better answers and proofs (1); 0 proves nothing"),
      OptionSpec(
        name: "time-limit", value: "SECONDS",
        help: "look this long, instead of --effort; the answer depends on the clock"),
      OptionSpec(
        name: "target-gap", value: "PERCENT",
        help: "look no further once the answer is proven to be this close to the best"),
      OptionSpec(
        name: "report", value: "FILE", help: "write a report of the result as well, one HTML file"),
      .language, .seed, .threads, .encoding, .format, .quiet, .verbose, .help,
    ],
    examples: [
      "capmatch match data/sichuan -o results/sichuan",
      "capmatch match data/sichuan -o results/fill --objective fill --effort 3 --force",
      "capmatch match data/sichuan -o results/sichuan --time-limit 60 --target-gap 1",
      "capmatch match data/sichuan -o results/sichuan --report sichuan.html --language zh",
    ]),
  CommandSpec(
    name: "verify", summary: "check a result against every rule, without the matcher's code",
    arguments: ["DATASET", "RESULT"], options: [.encoding, .format, .quiet, .help],
    examples: ["capmatch verify data/sichuan results/sichuan"]),
  CommandSpec(
    name: "explain", summary: "say why an order stands where it does in a result",
    arguments: ["DATASET", "RESULT", "ORDER"], options: [.encoding, .format, .help],
    examples: ["capmatch explain data/sichuan results/sichuan O000017"]),
  CommandSpec(
    name: "invest",
    summary: "rank where one more machine would pay, by a result's prices and by matching again",
    arguments: ["DATASET", "RESULT"],
    options: [
      OptionSpec(name: "top", value: "N", help: "how many candidates to list (10)"),
      OptionSpec(
        name: "confirm", value: "N",
        help: "how many of them to confirm, a match each and one without (3)"),
      OptionSpec(
        name: "machine-price", value: "YUAN",
        help: "what a machine costs, for the payback in months"),
      OptionSpec(
        name: "effort", value: "N", help: "0 to 9: effort of the confirming matches (RESULT's)"),
      OptionSpec(
        name: "seed", value: "N", help: "seed of the confirming matches (RESULT's)"),
      .threads, .encoding, .format,
      OptionSpec(
        name: "quiet", short: "q", help: "print the table alone, no notes and no warnings"),
      .verbose, .help,
    ],
    examples: [
      "capmatch invest data/sichuan results/sichuan",
      "capmatch invest data/sichuan results/sichuan --confirm 5 --machine-price 380000",
    ]),
  CommandSpec(
    name: "report", summary: "make a page of a result that people read: one HTML file",
    arguments: ["DATASET", "RESULT"],
    options: [
      OptionSpec(
        name: "output", short: "o", value: "FILE", help: "the HTML file to write (required)"),
      OptionSpec(name: "force", help: "replace FILE if it exists"),
      .language,
      OptionSpec(
        name: "investment", value: "FILE",
        help: "what 'capmatch invest --format json' printed, to stand in the report"),
      .encoding, .quiet, .verbose, .help,
    ],
    examples: [
      "capmatch report data/sichuan results/sichuan -o sichuan.html",
      "capmatch report data/sichuan results/sichuan -o sichuan.html --language zh --force",
    ]),
  CommandSpec(
    name: "help", summary: "print help on a command", arguments: [], options: [.help],
    examples: ["capmatch help match"]),
]
