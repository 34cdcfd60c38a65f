public import Hummingbird
import Logging
import Synchronization

/// Hummingbird's per-request value, with the visit and the place where the route that was found is kept.
public struct DoorContext<Caller: Sendable>: RequestContext {
    public var coreContext: CoreRequestContextStorage
    var visit: Visit<Caller>?
    let track = RouteTrack()

    public init(source: ApplicationRequestContextSource) { coreContext = CoreRequestContextStorage(source: source) }

    /// For tests, which have no channel.
    init(logger: Logger) { coreContext = CoreRequestContextStorage(source: LoggerOnly(logger: logger)) }

    private struct LoggerOnly: RequestContextSource {
        let logger: Logger
    }

    var isRouted: Bool { track.template != nil }
}

/// Which route a request went to: read after the answer, whether it came by return or by throw.
final class RouteTrack: Sendable {
    private let state = Mutex<(template: String?, face: Face?)>((nil, nil))

    var template: String? { state.withLock { $0.template } }
    var face: Face? { state.withLock { $0.face } }

    func found(_ template: String, face: Face) { state.withLock { $0 = (template, face) } }
}
