import Gateway
import GatewayMLLP
import HL7v2
import RecordTypes
import Synchronization

/// Takes the gateway's place: notes what is handed in, and answers as told.
final class Submissions: Sendable {
    private struct State {
        var controlIDs: [String] = []
        var institutions: [InstitutionID] = []
        var running = 0
        var mostAtOnce = 0
    }

    private let state = Mutex(State())
    private let outcome: Result<[RecordTypes.Issue], GatewayError>
    private let before: @Sendable (_ controlID: String) async -> Void

    init(
        _ outcome: Result<[RecordTypes.Issue], GatewayError> = .success([]),
        before: @escaping @Sendable (_ controlID: String) async -> Void = { _ in }
    ) {
        self.outcome = outcome
        self.before = before
    }

    var controlIDs: [String] { state.withLock { $0.controlIDs } }
    var institutions: [InstitutionID] { state.withLock { $0.institutions } }
    var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }

    var submit: MLLPListener.Submit {
        { source, institution async throws(GatewayError) in
            let id = String(decoding: MessageHeader(source.bytes)?.controlID ?? [], as: UTF8.self)
            self.state.withLock { state in
                state.controlIDs.append(id)
                state.institutions.append(institution.id)
                state.running += 1
                state.mostAtOnce = max(state.mostAtOnce, state.running)
            }
            await self.before(id)
            self.state.withLock { $0.running -= 1 }
            return try self.outcome.get()
        }
    }
}

/// Closed until somebody opens it; then open for ever.
final class Gate: Sendable {
    private let (stream, continuation) = AsyncStream.makeStream(of: Void.self)

    func open() { continuation.finish() }

    func passed() async { for await _ in stream {} }
}
