import Foundation
import Synchronization

/// What must not outlive the test run: values in globals are never deinitialised, and a failing test may skip its own end.
enum LeftBehind {
    private struct State {
        var processes: Set<Int32> = []
        var folders: Set<String> = []
    }

    private static let state: Mutex<State> = {
        atexit { LeftBehind.cleanUp() }
        return Mutex(State())
    }()

    static func note(process: Int32) { state.withLock { _ = $0.processes.insert(process) } }
    static func forget(process: Int32) { state.withLock { _ = $0.processes.remove(process) } }
    static func note(folder: String) { state.withLock { _ = $0.folders.insert(folder) } }
    static func forget(folder: String) { state.withLock { _ = $0.folders.remove(folder) } }

    private static func cleanUp() {
        let left = state.withLock { $0 }
        for process in left.processes { kill(process, SIGKILL) }
        for folder in left.folders { try? FileManager.default.removeItem(atPath: folder) }
    }
}
