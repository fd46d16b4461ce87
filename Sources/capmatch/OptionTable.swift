import CapacityModel

/// An option of the command line.
struct OptionSpec: Sendable {
  /// Without the dashes.
  var name: String
  /// A single letter without the dash, if there is one.
  var short: Character?
  /// What stands for its value in the help; `nil` for a switch.
  ///
  /// Words with bars between them, `text|json`, are all that may be written. `DIR` and `FILE` are completed as
  /// folders and files.
  var value: String?
  var help: Message

  /// The words that may be written; empty where that is not fixed.
  var choices: [String] {
    guard let value, value.contains("|") else { return [] }
    return value.split(separator: "|").map(String.init)
  }
}

/// A command with its arguments and options; drives parsing, help, completions and the man page.
struct CommandSpec: Sendable {
  var name: String
  var summary: Message
  /// Names of the positional arguments, all required but for one in brackets, `[COMMAND]`.
  ///
  /// What they mean stands in ``argumentMeanings``; words with bars between them are all that may be
  /// written.
  var arguments: [String]
  var options: [OptionSpec]
  var examples: [String]

  /// The options, with those that every command has.
  var allOptions: [OptionSpec] {
    let own = options.filter { $0.name != OptionSpec.help.name }
    let language = own.contains { $0.name == OptionSpec.language.name } ? [] : [OptionSpec.language]
    return own + language + [.help]
  }

  /// The arguments that must be there.
  var requiredArguments: [String] { arguments.filter { !$0.hasPrefix("[") } }
}

extension OptionSpec {
  static let help = OptionSpec(
    name: "help", short: "h", help: Message("print this help", zh: "显示本帮助"))
  static let language = OptionSpec(
    name: "language", value: "en|zh",
    help: Message("language of messages (that of the locale)", zh: "消息的语言（默认随系统区域设置）"))
  static let quiet = OptionSpec(
    name: "quiet", short: "q", help: Message("print nothing but errors", zh: "只显示错误"))
  static let verbose = OptionSpec(
    name: "verbose", short: "v",
    help: Message("say what is being done and how long it took", zh: "说明正在做什么、各用了多久"))
  static let output = OptionSpec(
    name: "output", short: "o", value: "DIR",
    help: Message("the folder to write (required)", zh: "要写入的文件夹（必填）"))
  static let force = OptionSpec(
    name: "force", help: Message("replace DIR if it exists", zh: "DIR 已存在时替换它"))
  static let format = OptionSpec(
    name: "format", value: "text|json",
    help: Message("how to print the answer (text)", zh: "以什么格式显示结果（text）"))
  static let encoding = OptionSpec(
    name: "encoding", value: "auto|utf-8|utf-8-bom|gb18030",
    help: Message(
      "how the files are encoded (auto: UTF-8, else GB18030)",
      zh: "文件的编码（auto：先认 UTF-8，否则 GB18030）"))
  static let seed = OptionSpec(
    name: "seed", value: "N",
    help: Message("seed of all random choices (1)", zh: "随机选择的种子（1）"))
  static let threads = OptionSpec(
    name: "threads", value: "N",
    help: Message(
      "threads to use, 1 to 64 (one for each core); never changes the answer",
      zh: "线程数，1 到 64（默认每核一个）；不影响结果"))
}

/// What the arguments of commands mean.
let argumentMeanings: [(name: String, meaning: Message)] = [
  ("DATASET", Message("the folder of a dataset (CSV files)", zh: "数据集所在的文件夹（CSV 文件）")),
  ("RESULT", Message("the folder that 'capmatch match' wrote", zh: "capmatch match 写出的结果文件夹")),
  ("ORDER", Message("an order_id of the dataset", zh: "数据集里的一个 order_id")),
  ("MACHINE", Message("a machine_id of the dataset", zh: "数据集里的一个 machine_id")),
  ("FACTORY", Message("a factory_id of the dataset", zh: "数据集里的一个 factory_id")),
  ("[COMMAND]", Message("the command to tell about", zh: "要说明的命令")),
  (
    "bash|zsh|fish",
    Message("the shell that should complete words", zh: "要使用补全的 shell")
  ),
]

/// Every command, in the order of the help.
let commandTable: [CommandSpec] = [
  CommandSpec(
    name: "generate",
    summary: Message(
      "write a synthetic dataset of Sichuan industrial clusters", zh: "生成一个四川产业集群的合成数据集"),
    arguments: [],
    options: [
      .output, .force,
      OptionSpec(
        name: "orders", value: "N", help: Message("how many orders (3000)", zh: "订单数（3000）")),
      OptionSpec(
        name: "machines", value: "N", help: Message("how many machines (300)", zh: "设备数（300）")),
      OptionSpec(
        name: "clusters", value: "N",
        help: Message("how many clusters, 1 to 20 (20)", zh: "集群数，1 到 20（20）")),
      OptionSpec(
        name: "processes", value: "N",
        help: Message("how many processes, 1 to 2000 (60)", zh: "工艺数，1 到 2000（60）")),
      OptionSpec(
        name: "days", value: "N", help: Message("days of the horizon (28)", zh: "计划期天数（28）")),
      OptionSpec(
        name: "load", value: "X",
        help: Message("hours asked over hours open (0.95)", zh: "需求工时与开放工时之比（0.95）")),
      OptionSpec(
        name: "multi-stage", value: "X",
        help: Message("share of orders with several stages (0)", zh: "多环节订单所占比例（0）")),
      OptionSpec(
        name: "process-skew", value: "X",
        help: Message(
          "how much the first processes lead in popularity, 0 to 3 (1.05)",
          zh: "靠前的工艺有多热门，0 到 3（1.05）")),
      .seed, .quiet, .help,
    ],
    examples: ["capmatch generate --orders 3000 --machines 300 --multi-stage 0.3 -o data/sichuan"]),
  CommandSpec(
    name: "validate",
    summary: Message("read a dataset and check it, nothing more", zh: "只读取并检查数据集"),
    arguments: ["DATASET"], options: [.encoding, .format, .quiet, .help],
    examples: ["capmatch validate data/sichuan", "capmatch validate data/sichuan --language zh"]),
  CommandSpec(
    name: "match",
    summary: Message(
      "decide who makes what, where, when and at what price", zh: "决定谁在何时、何地、以什么价格做什么"),
    arguments: ["DATASET"],
    options: [
      .output, .force,
      OptionSpec(
        name: "objective", value: "surplus|fill|value",
        help: Message("what is made as large as possible (surplus)", zh: "要尽量做大的目标（surplus）")),
      OptionSpec(
        name: "effort", value: "N",
        help: Message(
          "0 to 9: how long to look for better answers and proofs (1); 0 proves nothing",
          zh: "0 到 9：花多少工夫寻找更好的结果和证明（1）；0 不作证明")),
      OptionSpec(
        name: "time-limit", value: "SECONDS",
        help: Message(
          "look this long, instead of --effort; the answer depends on the clock",
          zh: "改按时长寻找，代替 --effort；结果随时钟而变")),
      OptionSpec(
        name: "target-gap", value: "PERCENT",
        help: Message(
          "look no further once the answer is proven to be this close to the best",
          zh: "证明与最优相差不超过此百分比后即停止")),
      .seed, .threads,
      OptionSpec(
        name: "encoding", value: OptionSpec.encoding.value,
        help: Message(
          "how the files are encoded, those read and those written (auto: read as it is, write UTF-8)",
          zh: "读取和写出的文件编码（auto：按实际编码读，写 UTF-8）")),
      OptionSpec(
        name: "output-encoding", value: "utf-8|utf-8-bom|gb18030",
        help: Message(
          "how the CSV files of the result are encoded (as --encoding says)",
          zh: "结果 CSV 文件的编码（默认同 --encoding）")),
      OptionSpec(
        name: "report", value: "FILE",
        help: Message(
          "write a report of the result as well, one HTML file", zh: "同时写出结果报告，一个 HTML 文件")),
      .format, .quiet, .verbose, .help,
    ],
    examples: [
      "capmatch match data/sichuan -o results/sichuan",
      "capmatch match data/sichuan -o results/fill --objective fill --effort 3 --force",
      "capmatch match data/sichuan -o results/sichuan --time-limit 60 --target-gap 1",
      "capmatch match data/sichuan -o results/excel --encoding utf-8-bom --language zh",
      "capmatch match data/sichuan -o results/sichuan --report sichuan.html --language zh",
    ]),
  CommandSpec(
    name: "verify",
    summary: Message(
      "check a result against every rule, without the matcher's code", zh: "不用匹配代码，独立检查结果是否守住每条规则"),
    arguments: ["DATASET", "RESULT"], options: [.threads, .encoding, .format, .quiet, .help],
    examples: ["capmatch verify data/sichuan results/sichuan"]),
  CommandSpec(
    name: "explain",
    summary: Message(
      "say why an order stands where it does in a result", zh: "说明一个订单在结果里为何如此"),
    arguments: ["DATASET", "RESULT", "ORDER"], options: [.encoding, .format, .help],
    examples: [
      "capmatch explain data/sichuan results/sichuan O000017",
      "capmatch explain data/sichuan results/sichuan O000017 --format json",
    ]),
  CommandSpec(
    name: "invest",
    summary: Message(
      "rank where one more machine would pay, by a result's prices and by matching again",
      zh: "按结果的价格并重新匹配，排出在哪里增加一台设备最合算"),
    arguments: ["DATASET", "RESULT"],
    options: [
      OptionSpec(
        name: "top", value: "N",
        help: Message("how many candidates to list (10)", zh: "列出多少个候选（10）")),
      OptionSpec(
        name: "confirm", value: "N",
        help: Message(
          "how many of them to confirm, a match each and one without (3)",
          zh: "核实其中多少个，每个匹配一次，另有一次不加设备（3）")),
      OptionSpec(
        name: "machine-price", value: "YUAN",
        help: Message("what a machine costs, for the payback in months", zh: "一台设备的价格，用于计算回收月数")),
      OptionSpec(
        name: "effort", value: "N",
        help: Message(
          "0 to 9: effort of the confirming matches (RESULT's)", zh: "0 到 9：核实匹配所花的工夫（同 RESULT）")),
      OptionSpec(
        name: "seed", value: "N",
        help: Message("seed of the confirming matches (RESULT's)", zh: "核实匹配的种子（同 RESULT）")),
      .threads, .encoding, .format,
      OptionSpec(
        name: "quiet", short: "q",
        help: Message("print the table alone, no notes and no warnings", zh: "只显示表格，不显示说明和警告")),
      .verbose, .help,
    ],
    examples: [
      "capmatch invest data/sichuan results/sichuan",
      "capmatch invest data/sichuan results/sichuan --confirm 5 --machine-price 380000",
    ]),
  CommandSpec(
    name: "report",
    summary: Message(
      "make a page of a result that people read: one HTML file", zh: "把结果做成供人阅读的网页：一个 HTML 文件"),
    arguments: ["DATASET", "RESULT"],
    options: [
      OptionSpec(
        name: "output", short: "o", value: "FILE",
        help: Message("the HTML file to write (required)", zh: "要写入的 HTML 文件（必填）")),
      OptionSpec(
        name: "force", help: Message("replace FILE if it exists", zh: "FILE 已存在时替换它")),
      OptionSpec(
        name: "investment", value: "FILE",
        help: Message(
          "what 'capmatch invest --format json' printed, to stand in the report",
          zh: "capmatch invest --format json 的输出，写进报告里")),
      .threads, .encoding, .quiet, .verbose, .help,
    ],
    examples: [
      "capmatch report data/sichuan results/sichuan -o sichuan.html",
      "capmatch report data/sichuan results/sichuan -o sichuan.html --language zh --force",
    ]),
  CommandSpec(
    name: "recommend",
    summary: Message(
      "list the open orders that suit a machine's idle hours, and what would have to change",
      zh: "列出适合一台设备空闲时间的未匹配订单，以及需要作出的改动"),
    arguments: ["DATASET", "RESULT", "MACHINE"],
    options: [
      OptionSpec(
        name: "top", value: "N", help: Message("how many orders to list (10)", zh: "列出多少个订单（10）")),
      OptionSpec(
        name: "rank-by", value: "hour|order",
        help: Message(
          "what counts: what an hour of the machine earns, or what the order earns (hour)",
          zh: "按什么排序：设备每小时收入 hour，或订单收入 order（hour）")),
      .threads, .encoding, .format, .help,
    ],
    examples: [
      "capmatch recommend data/sichuan results/sichuan M17",
      "capmatch recommend data/sichuan results/sichuan M17 --rank-by order --format json",
    ]),
  CommandSpec(
    name: "statement",
    summary: Message(
      "draw up a factory's own bookings, revenue and idle hours, without other parties",
      zh: "列出一家工厂自己的排产、收入和空闲时间，不含他方信息"),
    arguments: ["DATASET", "RESULT", "FACTORY"], options: [.encoding, .format, .help],
    examples: ["capmatch statement data/sichuan results/sichuan F12"]),
  CommandSpec(
    name: "completions",
    summary: Message(
      "print what a shell needs to complete commands and options", zh: "输出 shell 补全命令和选项所需的脚本"),
    arguments: ["bash|zsh|fish"], options: [.help],
    examples: [
      "source <(capmatch completions bash)",
      "capmatch completions zsh > ~/.zfunc/_capmatch",
      "capmatch completions fish > ~/.config/fish/completions/capmatch.fish",
    ]),
  CommandSpec(
    name: "help", summary: Message("print help on a command", zh: "显示一个命令的帮助"),
    arguments: ["[COMMAND]"],
    options: [
      OptionSpec(
        name: "man",
        help: Message(
          "print the manual page of all commands, for 'man -l -'", zh: "输出全部命令的手册页，可用 man -l - 查看")),
      .help,
    ],
    examples: ["capmatch help match", "capmatch help --man | man -l -"]),
]
