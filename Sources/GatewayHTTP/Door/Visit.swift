import HTTPTypes
import Hummingbird
import RecordTypes

/// One request at one door, once all that is the same for every route has been settled: who calls, under which name, when.
struct Visit<Caller: Sendable>: Sendable {
    let request: Request
    let parameters: Parameters
    let caller: Caller
    let requestID: RequestID
    let now: Instant
    let settings: DoorSettings
    let track: RouteTrack

    /// The record named in the path. An id that cannot be one is answered like one that is unknown.
    func recordID() throws -> RecordID {
        guard let id = parameters.get("id").flatMap({ RecordID($0) }) else { throw HTTPFault.notFound }
        return id
    }

    /// The query of the request target, strictly decoded.
    func query() throws -> FormFields { try FormFields(query: request.uri.query ?? "") }

    /// A link to something behind this door.
    func link(_ path: String) -> String { settings.publicBase() + path }
}
