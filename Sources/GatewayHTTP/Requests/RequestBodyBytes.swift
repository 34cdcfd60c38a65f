import HTTPTypes
import Hummingbird
import NIOCore

extension Visit {
    /// The whole body, never more than `limit` bytes of it, and not at a crawl.
    /// - Throws: ``HTTPFault``: `bodyTooLarge` as soon as that is certain, `bodyTooSlow`.
    func body(limit: Int) async throws -> [UInt8] {
        if let announced = request.headers[.contentLength].flatMap({ Int($0) }), announced > limit {
            throw HTTPFault.bodyTooLarge(limit: limit)
        }
        let pace = BodyPace(start: .now)
        var bytes: [UInt8] = []
        for try await part in request.body {
            guard bytes.count + part.readableBytes <= limit else { throw HTTPFault.bodyTooLarge(limit: limit) }
            bytes += part.readableBytesView
            guard pace.allows(bytes.count, at: .now) else { throw HTTPFault.bodyTooSlow }
        }
        track.bodyWasRead()
        return bytes
    }

    /// The body of an HTML form.
    func form(repeating: Bool = false) async throws -> FormFields {
        try MediaType.require(MediaType.form, of: request)
        let bytes = try await body(limit: 64 * 1024)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw HTTPFault.badRequest(.parametersMalformed)
        }
        let fields = try FormFields(query: text, repeating: repeating)
        track.wants(format: fields["_format"])
        return fields
    }
}

/// How slowly a body may arrive: after a grace of ten seconds, one kilobyte a second on the whole.
struct BodyPace {
    private let start: ContinuousClock.Instant
    private static let grace = Duration.seconds(10)
    private static let bytesPerSecond = 1024

    init(start: ContinuousClock.Instant) { self.start = start }

    func allows(_ bytes: Int, at now: ContinuousClock.Instant) -> Bool {
        let elapsed = start.duration(to: now)
        return elapsed <= Self.grace || bytes >= Int((elapsed - Self.grace).components.seconds) * Self.bytesPerSecond
    }
}
