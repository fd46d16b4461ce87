@main
struct Capmatch {
  static func main() {}
}
