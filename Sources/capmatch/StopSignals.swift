import CapacityModel
import Dispatch
import Foundation
import Synchronization

/// Ends the program on SIGINT and SIGTERM with nothing half-written.
enum StopSignals {
  /// Removes what is unfinished; set while a command writes.
  private static let cleanUp = Mutex<(@Sendable () -> Void)?>(nil)
  /// Whether SIGINT asks to finish instead of ending the program, and whether it did.
  private static let finishing = Mutex<(isOffered: Bool, isAsked: Bool)>((false, false))

  /// From now on the first SIGINT asks to finish with the best so far; a second one ends the program.
  static func offerToFinish() {
    finishing.withLock { $0.isOffered = true }
  }

  /// Whether to finish with the best so far.
  static var isAskedToFinish: Bool { finishing.withLock { $0.isAsked } }

  /// Takes the offer to finish if it stands; at the second time it does not.
  private static func takesOffer() -> Bool {
    finishing.withLock { state in
      if !state.isOffered || state.isAsked { return false }
      state.isAsked = true
      return true
    }
  }

  /// Says what must be removed if the program is stopped from now on.
  static func cleaningUp(with body: @escaping @Sendable () -> Void) {
    cleanUp.withLock { $0 = body }
  }

  /// Listens for as long as what it returns is kept; called once, before anything is written.
  static func install() -> [any DispatchSourceSignal] {
    let queue = DispatchQueue(label: "capmatch.signals")
    return [(SIGINT, Int32(130)), (SIGTERM, Int32(143))].map { number, code in
      // The default action would end the program before the unfinished folder is gone.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if number == SIGINT, takesOffer() {
          Console.error(
            Message(
              "capmatch: finishing with the best answer so far; again to stop at once",
              zh: "capmatch：正在以目前最好的结果收尾；再按一次立即停止"))
          return
        }
        cleanUp.withLock { $0?() }
        Console.error(
          Message("capmatch: stopped; nothing was written", zh: "capmatch：已停止；没有写出任何文件"))
        exit(code)
      }
      source.resume()
      return source
    }
  }
}
