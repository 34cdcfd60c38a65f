import HTTPTypes
import Hummingbird

/// What the operations door asks of the process it belongs to.
public struct OperationsState: Sendable {
    /// Whether requests can be answered now: started, recovered, and not draining.
    public let isReady: @Sendable () async -> Bool
    /// The Prometheus exposition text.
    public let metrics: @Sendable () async -> String

    public init(isReady: @escaping @Sendable () async -> Bool, metrics: @escaping @Sendable () async -> String) {
        self.isReady = isReady
        self.metrics = metrics
    }
}

extension HTTPDoor<Anyone> {
    /// The operators' door, on loopback only: liveness, readiness, metrics. It knows nothing of records.
    public static func operations(_ settings: DoorSettings, state: OperationsState) -> HTTPDoor {
        HTTPDoor(
            settings, judge: nil, face: .fhir,
            routes: ([
                Route(.get, "/livez", .fhir) { _ in Response(bytes: Array("ok\n".utf8), type: MediaType.text) },
                Route(.get, "/readyz", .fhir) { _ in
                    guard await state.isReady() else { throw HTTPFault.unavailable }
                    return Response(bytes: Array("ready\n".utf8), type: MediaType.text)
                },
                Route(.get, "/metrics", .fhir) { _ in
                    Response(bytes: Array(await state.metrics().utf8), type: "text/plain; version=0.0.4; charset=utf-8")
                },
            ] as [Route<Anyone>]).described(as: .operations))
    }
}
