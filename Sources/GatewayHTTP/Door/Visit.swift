import HTTPTypes
import Hummingbird
import Identity
import RecordTypes
import Synchronization

/// One request at one door, once all that is the same for every route has been settled: who calls, under which name, when.
struct Visit<Caller: Sendable>: Sendable {
    let request: Request
    let parameters: Parameters
    let caller: Caller
    let requestID: RequestID
    let now: Instant
    let settings: DoorSettings
    let track: RouteTrack
    /// Set when an X-Road security server speaks for the caller.
    let xRoad: XRoadCall?
    /// Who acts, once somebody has asked: a token is good for one look at it.
    let assertion: ActorAssertion

    /// The record named in the path as the ledger does: the caller's own, or one of what the caller has filed. An id that cannot be one is
    /// answered like one that is unknown.
    func recordID() throws -> RecordID {
        guard let id = parameters.get("id").flatMap({ RecordID($0) }) else { throw HTTPFault.notFound }
        return id
    }

    /// The query of the request target, strictly decoded.
    func query(repeating: Bool = false) throws -> FormFields {
        try FormFields(query: request.uri.query ?? "", repeating: repeating)
    }

    /// A link to something behind this door.
    func link(_ path: String) -> String { settings.publicBase() + path }
}

/// What came with the request when it came over X-Road.
struct XRoadCall: Sendable {
    let message: XRoadMessage
    /// What the sending subsystem was given access for.
    let purpose: PurposeOfUse
}

/// Keeps who acts for one request, so that its token is used up once, however often it is asked for.
final class ActorAssertion: Sendable {
    private let outcome = Mutex<Result<AssertedActor, HTTPFault>?>(nil)

    func value(_ read: () throws -> AssertedActor) throws -> AssertedActor {
        try outcome.withLock { outcome in
            if let outcome { return try outcome.get() }
            do {
                let actor = try read()
                outcome = .success(actor)
                return actor
            } catch {
                let fault = HTTPFault(error)
                outcome = .failure(fault)
                throw fault
            }
        }
    }
}
