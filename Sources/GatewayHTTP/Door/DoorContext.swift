public import Hummingbird
import Logging
import Synchronization

/// Hummingbird's per-request value, with the visit and the place where the route that was found is kept.
public struct DoorContext<Caller: Sendable>: RequestContext {
    public var coreContext: CoreRequestContextStorage
    var visit: Visit<Caller>?
    let track = RouteTrack()

    public init(source: ApplicationRequestContextSource) { coreContext = CoreRequestContextStorage(source: source) }

    /// The same request, at another door.
    init(_ core: CoreRequestContextStorage) { coreContext = core }

    /// For tests, which have no channel.
    init(logger: Logger) { coreContext = CoreRequestContextStorage(source: LoggerOnly(logger: logger)) }

    private struct LoggerOnly: RequestContextSource {
        let logger: Logger
    }

    var isRouted: Bool { track.template != nil }
}

/// What became of a request on its way: read after the answer, whether that came by return or by throw.
final class RouteTrack: Sendable {
    private struct State {
        var template: String?
        var face: Face?
        var hasReadBody = false
        var format: String?
    }

    private let state = Mutex(State())

    var template: String? { state.withLock { $0.template } }
    var face: Face? { state.withLock { $0.face } }
    /// Whether the body was read to its end, so that the connection is ready for another request.
    var hasReadBody: Bool { state.withLock { $0.hasReadBody } }

    func found(_ template: String, face: Face) {
        state.withLock {
            $0.template = template
            $0.face = face
        }
    }

    /// The `_format` of a search whose parameters came in the body.
    var format: String? { state.withLock { $0.format } }
    func wants(format: String?) { state.withLock { $0.format = format } }

    func bodyWasRead() { state.withLock { $0.hasReadBody = true } }
}
