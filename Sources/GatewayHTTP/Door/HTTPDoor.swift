import GatewayTLS
import HTTPTypes
public import Hummingbird
import Identity
import Logging
import Metrics
import RecordTypes

/// A door: everything between the bytes of a request and the use case behind it.
///
/// For every request, in this order: a request id; the certificate's verdict, before anything of the body is read; the form of the
/// target; whether another site sent it; the route. Every error becomes an answer in ``Fault/answer``; every answer gets the headers
/// that keep it private; every request is counted and logged by its route, never by its target.
public struct HTTPDoor<Visitor: Caller>: HTTPResponder {
    public typealias Context = DoorContext<Visitor>

    let settings: DoorSettings
    /// Asked about certificates; nil at a door that asks for none.
    let judge: CertificateJudge?
    /// Says who comes in where that is not the connection's certificate.
    private let ownAdmission: Admission?
    /// Done for whoever comes in by certificate, before anything is answered.
    private let onAdmission: (@Sendable (Visitor) async throws -> Void)?
    private let table: RouteTable<Visitor>
    /// Every route by method and template: what there is to be asked at this door, and nothing else.
    let routes: [RouteName]
    /// The same as text: `GET /fhir/Condition/{id}`.
    var routeNames: [String] { routes.map { "\($0.method.rawValue) \($0.template)" } }
    /// How errors look where no route was found.
    private let face: Face

    /// Says of a request who sent it, by the connection's certificate or by what the request carries.
    typealias Admission =
        @Sendable (_ request: Request, _ certificate: PeerCertificate?, _ now: Instant) async throws -> Visitor

    /// A door where the connection's certificate says who comes.
    /// - Parameter onAdmission: what must be done before anything is answered; throwing refuses.
    init(
        _ settings: DoorSettings, judge: CertificateJudge?, face: Face, routes: [Route<Visitor>],
        onAdmission: (@Sendable (Visitor) async throws -> Void)? = nil
    ) {
        self.init(
            settings, judge: judge, face: face, routes: routes, admission: nil, onAdmission: onAdmission)
    }

    /// - Parameter admission: throws an ``HTTPFault`` for whoever may not come in.
    init(_ settings: DoorSettings, face: Face, routes: [Route<Visitor>], admission: @escaping Admission) {
        self.init(settings, judge: nil, face: face, routes: routes, admission: admission)
    }

    private init(
        _ settings: DoorSettings, judge: CertificateJudge?, face: Face, routes: [Route<Visitor>], admission: Admission?,
        onAdmission: (@Sendable (Visitor) async throws -> Void)? = nil
    ) {
        self.settings = settings
        self.judge = judge
        self.onAdmission = onAdmission
        ownAdmission = admission
        self.face = face
        table = RouteTable(routes)
        self.routes = routes.map(\.name)
    }

    /// Whether a path, as it is sent, is that of a route without parameters.
    func serves(path: String) -> Bool { routes.contains { $0.template == path } }

    public func respond(to request: Request, context: DoorContext<Visitor>) async -> Response {
        await respond(to: request, certificate: PeerCertificate.current, context: context)
    }

    /// The same with the certificate as an argument.
    func respond(
        to request: Request, certificate: PeerCertificate?, context: DoorContext<Visitor>
    ) async -> Response {
        let start = ContinuousClock.now
        let requestID =
            request.headers[.xRequestID].flatMap { RequestID($0) }
            ?? Arrival.messageID(request, certificate, settings) ?? RequestID()
        var response: Response
        do {
            response = try await answer(request, certificate, requestID, context)
        } catch {
            let fault = HTTPFault(error)
            if fault.isSpoof {
                context.logger.warning(
                    "spoofed header fields",
                    metadata: [
                        "listener": .string(settings.name), "request_id": .string(requestID.description),
                        "certificate": .string(certificate?.fingerprint.description ?? "none"),
                    ])
                Counter(label: "http_spoofed_requests", dimensions: [("listener", settings.name)]).increment()
            }
            if fault.isOurs { context.logger.error("request failed", metadata: fault.logMetadata(requestID)) }
            let face = context.track.face ?? (request.wantsPage ? face : .fhir)
            response = fault.answer(face, in: request.language, requestID: requestID)
            // The rest of a body that nobody will read is not waited for.
            if request.announcesBody, !context.track.hasReadBody { response.headers[.connection] = "close" }
            if request.method == .head { response = response.createHeadResponse() }
        }
        response = await response.inForm(wantedBy: request, format: context.track.format)
        PrivacyHeaders.add(to: &response, isEncrypted: settings.isEncrypted)
        response.headers[.xRequestID] = requestID.description
        record(request, response, requestID, context, since: start)
        return response
    }

    private func answer(
        _ request: Request, _ certificate: PeerCertificate?, _ requestID: RequestID, _ context: DoorContext<Visitor>
    ) async throws -> Response {
        let now = settings.clock()
        let arrival = try Arrival(request, certificate, settings, now: now)
        if request.asksWhoAmI, judge != nil {
            context.track.found(WhoAmI.path, face: .fhir)
            return try await whoAmI(request, arrival, now: now)
        }
        let (caller, xRoad) = try await admission(of: request, arrival, now: now)
        try XRoadFields.refuseUnlessSpokenFor(request, arrival, by: caller, at: settings)
        if request.namesWhoAmI, judge != nil {
            context.track.found(WhoAmI.path, face: .fhir)
            throw HTTPFault.methodNotAllowed(allow: "POST")
        }
        let request = try RequestTarget.checked(request)
        try SameSite.check(request, publicBase: settings.publicBase)
        var context = context
        context.visit = Visit(
            request: request, parameters: Parameters(), caller: caller, requestID: requestID, now: now,
            settings: settings, track: context.track, xRoad: xRoad, assertion: ActorAssertion())
        return try await table.respond(to: request, context: context)
    }

    /// - Throws: ``HTTPFault`` for whoever may not come in.
    private func admission(
        of request: Request, _ arrival: Arrival, now: Instant
    ) async throws -> (caller: Visitor, xRoad: XRoadCall?) {
        if let ownAdmission { return (try await ownAdmission(request, arrival.certificate, now), nil) }
        switch await admitted(arrival, now: now) {
        case .success(let admission):
            try await onAdmission?(admission.caller)
            return admission
        case .failure(let reason): throw HTTPFault.certificateRefused(reason)
        }
    }

    /// Who comes in: by the certificate, or as the member for which a security server speaks.
    func admitted(
        _ arrival: Arrival, now: Instant
    ) async -> Result<(caller: Visitor, xRoad: XRoadCall?), RefusalReason> {
        guard let message = arrival.xRoad, let server = arrival.certificate else {
            return await Visitor.admit(arrival.certificate, judge: judge, now: now).map { ($0, nil) }
        }
        return Visitor.admit(message, behind: server, judge: judge, now: now).map { caller, purpose in
            (caller, XRoadCall(message: message, purpose: purpose ?? .operations))
        }
    }

    private func record(
        _ request: Request, _ response: Response, _ requestID: RequestID, _ context: DoorContext<Visitor>,
        since start: ContinuousClock.Instant
    ) {
        let duration = start.duration(to: .now)
        let route = context.track.template ?? "none"
        let method = request.method.isKnown ? request.method.rawValue : "other"
        Counter(
            label: "http_requests",
            dimensions: [
                ("listener", settings.name), ("method", method), ("route", route),
                ("status", String(response.status.code)),
            ]
        ).increment()
        Metrics.Timer(label: "http_request_duration", dimensions: [("listener", settings.name), ("route", route)])
            .record(
                duration: duration)
        context.logger.info(
            "request",
            metadata: [
                "listener": .string(settings.name), "method": .string(method), "route": .string(route),
                "status": .stringConvertible(response.status.code), "request_id": .string(requestID.description),
                "milliseconds": .stringConvertible(
                    duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000),
            ])
    }
}

extension HTTPField.Name {
    /// `X-Request-Id`
    static let xRequestID = HTTPField.Name(wellKnown: "X-Request-Id")

    /// A name that stands in this source and is a token by RFC 9110 §5.6.2.
    init(wellKnown name: String) {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no field name") }
        self = name
    }
}

extension HTTPRequest.Method {
    /// Whether logs and metrics may name it; a client can invent as many as it likes.
    fileprivate var isKnown: Bool {
        [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect].contains(self)
    }
}

extension Request {
    fileprivate var announcesBody: Bool {
        headers[.transferEncoding] != nil || (headers[.contentLength] ?? "0") != "0"
    }

    /// Whether a page is a better answer than JSON where nothing else says so.
    fileprivate var wantsPage: Bool {
        !(head.path ?? "").hasPrefix("/fhir") && (headers[.accept] ?? "").contains("text/html")
    }
}
