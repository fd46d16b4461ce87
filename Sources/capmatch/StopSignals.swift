import Dispatch
import Foundation
import Synchronization

/// Ends the program on SIGINT and SIGTERM with nothing half-written.
enum StopSignals {
  /// Removes what is unfinished; set while a command writes.
  private static let cleanUp = Mutex<(@Sendable () -> Void)?>(nil)

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
        cleanUp.withLock { $0?() }
        Console.error("capmatch: stopped; nothing was written")
        exit(code)
      }
      source.resume()
      return source
    }
  }
}
