import DocumentWorkers
import Foundation
import Logging
import Profiles
import RecordTypes
import ServiceLifecycle
import Synchronization
import UnixSignals

/// The profile set that the gateway itself asks: for the systems of identifiers in searches.
final class ProfilesInForce: Sendable {
    private let value: Mutex<ProfileSet>

    init(_ set: ProfileSet) { value = Mutex(set) }

    var set: ProfileSet { value.withLock { $0 } }

    func put(_ set: ProfileSet) { value.withLock { $0 = set } }
}

/// Puts a changed profile set in force without a restart.
///
/// 1. The sources are hashed; without a change nothing happens.
/// 2. They are checked and compiled into the data folder. A fault ends it here: every fault is logged, the old set stays.
/// 3. One worker process starts on the new set; the pool then gives every document to processes of that set, while those at
///    work finish theirs. When it does not come up, the old set stays.
/// 4. The gateway's own look-ups follow.
///
/// A crash anywhere leaves what the next start does anyway: it opens the sources as they are.
struct ProfileReload: Sendable {
    enum Outcome: Hashable, Sendable {
        case unchanged
        case inForce(Digest)
        /// What is wrong, a line each.
        case refused([String])
    }

    /// The folder of the sources.
    let directory: String
    /// Where compiled sets are kept.
    let cache: String
    let pool: WorkerPool
    let current: ProfilesInForce
    let logger: Logger

    func run() async -> Outcome {
        let outcome = await change()
        switch outcome {
        case .unchanged: logger.notice("profile set unchanged", metadata: ["digest": "\(current.set.digest)"])
        case .inForce(let digest): logger.notice("profile set put in force", metadata: ["digest": "\(digest)"])
        case .refused(let faults):
            for fault in faults { logger.error("profile set refused", metadata: ["fault": "\(fault)"]) }
            logger.error(
                "the profile set in force stays",
                metadata: ["digest": "\(current.set.digest)", "faults": "\(faults.count)"])
        }
        return outcome
    }

    private func change() async -> Outcome {
        let opened: OpenedProfiles
        do throws(ProfileError) { opened = try OpenedProfiles(directory, cache: cache) } catch {
            return .refused(error.faults.map(\.description))
        }
        guard opened.set.digest != current.set.digest else { return .unchanged }
        do throws(WorkerFault) {
            try await pool.use(profiles: opened.compiledFile, digest: opened.set.digest)
        } catch {
            return .refused(["no worker came up with the set: \(error)"])
        }
        current.put(opened.set)
        prune(keeping: opened.compiledFile)
        return .inForce(opened.set.digest)
    }

    /// Removes compiled sets that are no longer used; who has mapped one keeps it.
    private func prune(keeping path: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: cache)) ?? []
        where name.hasSuffix(".profiles") {
            let old = cache + "/" + name
            if old != path { try? FileManager.default.removeItem(atPath: old) }
        }
    }
}

/// Reloads the profile set at `SIGHUP`.
struct ProfileReloadService: Service {
    let reload: ProfileReload

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            _ = await reload.run()
        }
    }
}
