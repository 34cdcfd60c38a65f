import Foundation
import GatewayTLS
import Identity
import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Keeps what doors trust in step with the files: trust profiles and their certificates, revocation lists, the server's certificate.
///
/// Looks every two seconds, and at `SIGHUP` at once. What changed is read whole and checked; only then it is in force: judges forget
/// every verdict, and each listener gets a new TLS context, so that no session made under the old trust can be resumed. What cannot be
/// read changes nothing and is reported, each time it is tried.
final class TrustWatch: Service {
    /// A judge with the file of its profile.
    struct Judged: Sendable {
        let judge: CertificateJudge
        let profile: String
        let realm: TrustProfile.Realm
    }

    private let judged: [Judged]
    private let lists: (source: RevocationLists, files: RevocationListFiles, refresh: Duration)?
    private let serverFiles: [String]
    private let contexts: Mutex<[ServerTLS]>
    private let seen: Mutex<Seen>
    private let logger: Logger

    private struct Seen {
        var profiles: [String: [String: FileStamp]] = [:]
        var lists: [String: FileStamp] = [:]
        var server: [String: FileStamp] = [:]
        var fetched: ContinuousClock.Instant?
    }

    init(
        judged: [Judged], lists: (source: RevocationLists, files: RevocationListFiles, refresh: Duration)?,
        serverFiles: [String], logger: Logger
    ) {
        self.judged = judged
        self.lists = lists
        self.serverFiles = serverFiles
        self.logger = logger
        contexts = Mutex([])
        var seen = Seen()
        for one in judged { seen.profiles[one.profile] = Self.stamps(ofFolderOf: one.profile) }
        seen.server = Self.stamps(of: serverFiles)
        self.seen = Mutex(seen)
    }

    /// Listeners whose contexts follow what is trusted.
    func adopt(_ tls: ServerTLS) { contexts.withLock { $0.append(tls) } }

    /// Reads the lists for the first time, before any door opens. Without them everybody is refused.
    func begin() async { await look(isOrdered: true, profilesToo: false) }

    func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            await withTaskGroup { group in
                group.addTask {
                    for await _ in await UnixSignalsSequence(trapping: .sighup) {
                        self.logger.notice("SIGHUP: reading trust anew")
                        await self.look(isOrdered: true, profilesToo: true)
                    }
                }
                group.addTask {
                    while (try? await Task.sleep(for: .seconds(2))) != nil {
                        await self.look(isOrdered: false, profilesToo: true)
                    }
                }
                await group.waitForAll()
            }
        }
    }

    /// - Parameter isOrdered: whether to read everything, changed or not.
    private func look(isOrdered: Bool, profilesToo: Bool) async {
        var isChanged = profilesToo && readProfiles(isOrdered: isOrdered)
        isChanged = await readLists(isOrdered: isOrdered) || isChanged
        let server = Self.stamps(of: serverFiles)
        let serverChanged = seen.withLock { seen in
            defer { seen.server = server }
            return seen.server != server
        }
        guard isChanged || serverChanged || (isOrdered && profilesToo) else { return }
        for tls in contexts.withLock({ $0 }) {
            do {
                try tls.renew()
            } catch {
                logger.error("a listener keeps its old TLS context", metadata: ["error": "\(error)"])
            }
        }
        logger.notice("trust is in force as it stands in the files now")
    }

    private func readProfiles(isOrdered: Bool) -> Bool {
        var isChanged = false
        for one in judged {
            let stamps = Self.stamps(ofFolderOf: one.profile)
            let differs = seen.withLock { $0.profiles[one.profile] != stamps }
            guard isOrdered || differs else { continue }
            do {
                try one.judge.adopt(TrustProfile(contentsOfFile: one.profile, realm: one.realm))
                isChanged = true
            } catch {
                logger.error(
                    "a trust profile cannot be used; the old one stays in force", metadata: ["error": "\(error)"])
            }
        }
        for one in judged {
            let stamps = Self.stamps(ofFolderOf: one.profile)
            seen.withLock { $0.profiles[one.profile] = stamps }
        }
        return isChanged
    }

    private func readLists(isOrdered: Bool) async -> Bool {
        guard let lists else { return false }
        let stamps = Self.stamps(of: lists.files.paths)
        let isDue = seen.withLock { seen in
            let isFetchDue =
                !lists.files.urls.isEmpty && (seen.fetched.map { $0 + lists.refresh <= .now } ?? true)
            return isOrdered || isFetchDue || seen.lists != stamps
        }
        guard isDue else { return false }
        let isChanged = seen.withLock { seen in
            defer {
                seen.lists = stamps
                seen.fetched = .now
            }
            return seen.lists != stamps || isOrdered
        }
        do {
            let read = try await lists.files.read()
            let differs = lists.source.replace(by: read)
            guard differs || isChanged else { return false }
            for one in judged { one.judge.forgetVerdicts() }
            return true
        } catch {
            logger.error("revocation lists stay as they were", metadata: ["error": "\(error)"])
            return false
        }
    }

    private static func stamps(of paths: [String]) -> [String: FileStamp] {
        var stamps: [String: FileStamp] = [:]
        for path in paths { stamps[path] = FileStamp(path) }
        return stamps
    }

    /// A profile names its certificates relative to itself: whatever lies beside it counts.
    private static func stamps(ofFolderOf file: String) -> [String: FileStamp] {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return stamps(of: names.filter { $0.hasSuffix(".pem") || $0.hasSuffix(".yaml") }.map { folder + "/" + $0 })
    }
}
