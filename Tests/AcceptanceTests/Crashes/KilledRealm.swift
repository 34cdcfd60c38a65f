import Foundation
import GatewayClient
import JSONText
import Synchronization
import TestPKI
import TransparencyLog

/// A gateway that is killed and started again, with its clients and with everything that it has ever promised them.
final class KilledRealm: Sendable {
    let folder: TemporaryFolder
    let realm: TestRealm
    let north: MutualTLSClient
    let south: MutualTLSClient
    let laboratory: MutualTLSClient
    let citizen: MutualTLSClient
    let anyone: MutualTLSClient
    let journal = Journal()

    init() throws {
        folder = try TemporaryFolder()
        realm = try TestRealm(folder: folder.path, profiles: Built.profiles, now: .now)
        north = try realm.client(Holder.northHospital)
        south = try realm.client(Holder.southHospital)
        laboratory = try realm.client(Holder.laboratory)
        citizen = try realm.client(Holder.citizen)
        anyone = try realm.client(nil)
    }

    /// Its clients are shut down whatever happens: one that is not traps the whole test process.
    static func with(_ work: (KilledRealm) async throws -> Void) async throws {
        let realm = try KilledRealm()
        do {
            try await work(realm)
        } catch {
            try await realm.shutdown()
            throw error
        }
        try await realm.shutdown()
    }

    func start() async throws -> GatewayProcess {
        let began = ContinuousClock.now
        let process = try await RunningGateway.start(realm)
        journal.noteRecovery(began.duration(to: .now))
        return process
    }

    /// Starts it and kills it while it is still starting, or just afterwards.
    func startAndKill(after delay: Duration) async throws {
        try await GatewayProcess.startAndKill(
            executable: Built.ankur, configuration: realm.configurationPath, logPath: realm.folder + "/gateway.log",
            after: delay)
    }

    func kill(_ process: GatewayProcess) async {
        await process.killAtOnce()
        LeftBehind.forget(process: process.processIdentifier)
    }

    func terminate(_ process: GatewayProcess) async -> Int32 {
        let status = await process.terminate()
        LeftBehind.forget(process: process.processIdentifier)
        return status
    }

    func client(of sender: Journal.Document.Sender) -> MutualTLSClient {
        switch sender {
        case .north: north
        case .laboratory: laboratory
        case .message: south
        }
    }

    func fsck() async throws -> Command {
        try await Command.ankur(["ledger", "fsck", "--data", realm.folder])
    }

    func shutdown() async throws {
        for client in [north, south, laboratory, citizen, anyone] { try await client.shutdown() }
    }
}

/// What was sent, and what of it was acknowledged: the memory of the clients, which no kill reaches.
final class Journal: Sendable {
    /// One document, whatever became of it.
    struct Document: Hashable, Sendable {
        enum Sender: Hashable, Sendable { case north, laboratory, message }
        let number: Int
        let sender: Sender

        var bytes: [UInt8] {
            switch sender {
            case .north: TestDocument.cda("KILL-N-\(number)", of: .northHospital).bytes
            case .laboratory: TestDocument.cda("KILL-L-\(number)", of: .laboratory).bytes
            case .message: TestDocument.oru("KILL-M-\(number)", of: .southHospital).bytes
            }
        }

        var mediaType: String { sender == .message ? "application/hl7-v2" : "application/xml" }
    }

    struct Entry: Sendable {
        let document: Document
        let promise: Acknowledged
    }

    private struct State {
        var sent = 0
        var acknowledged: [Entry] = []
        /// Messages answered with AA: the acknowledgement names no record, so these are asked for by sending them again.
        var accepted: [Document] = []
        var unknown: [Document] = []
        var checkpoints: [Checkpoint] = []
        var recoveries: [Duration] = []
    }

    private let state = Mutex(State())

    func next(from sender: Document.Sender) -> Document {
        state.withLock { state in
            state.sent += 1
            return Document(number: state.sent, sender: sender)
        }
    }

    func note(_ document: Document, acknowledgedBy promise: Acknowledged) {
        state.withLock { $0.acknowledged.append(Entry(document: document, promise: promise)) }
    }

    func note(accepted document: Document) { state.withLock { $0.accepted.append(document) } }
    func note(unknown document: Document) { state.withLock { $0.unknown.append(document) } }
    func noteRecovery(_ duration: Duration) { state.withLock { $0.recoveries.append(duration) } }
    func note(_ checkpoint: Checkpoint) { state.withLock { $0.checkpoints.append(checkpoint) } }

    var sent: Int { state.withLock { $0.sent } }
    var acknowledged: [Entry] { state.withLock { $0.acknowledged } }
    var accepted: [Document] { state.withLock { $0.accepted } }
    var unknown: [Document] { state.withLock { $0.unknown } }
    var checkpoints: [Checkpoint] { state.withLock { $0.checkpoints } }
    var recoveries: [Duration] { state.withLock { $0.recoveries } }
}
