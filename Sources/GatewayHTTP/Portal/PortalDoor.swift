public import Gateway
import HTTPTypes
public import Hummingbird
public import Identity
public import PortalSessions
public import RecordTypes

/// The citizens' door without a client certificate: what the certificate listener serves, behind a session that a Web eID token has begun.
///
/// Two doors in one: the visitors' (log-in, challenge, style) and the citizens' own, where the session's certificate is judged
/// anew at every request, just as a connection's is.
public struct PortalDoor: HTTPResponder {
    public typealias Context = DoorContext<VerifiedCitizen>

    let visitors: HTTPDoor<Anyone>
    let citizens: HTTPDoor<VerifiedCitizen>

    /// - Parameters:
    ///   - judge: the same that judges certificates at the citizens' listener; the authorities of its profile are Web eID's, too.
    ///   - logInRevocation: who is asked at each log-in, by Web eID's own limits, beside the judge, who may remember an earlier verdict.
    ///   - certificateDoor: where the citizens' listener is found, for browsers without script; nil when there is none.
    public init(
        _ settings: DoorSettings, gateway: Gateway, judge: CertificateJudge, forms: FormTokens,
        sessions: PortalSessions, logInRevocation: WebEIDVerifier.Revocation,
        people: @escaping PersonLookup, certificateDoor: @escaping @Sendable () -> String?
    ) {
        var settings = settings
        settings.sessionForms = forms
        let entrance: [Route<Anyone>] = [
            .logInPage(certificateDoor), .challenge(sessions), .challenge(sessions, by: .post),
            .logIn(gateway, judge, sessions, logInRevocation),
        ]
        visitors = HTTPDoor(settings, judge: nil, face: .page, routes: entrance + .assets() + .languages())
        citizens = HTTPDoor(
            settings, face: .page,
            routes: ([Route].citizens(gateway, forms, people) + [
                .sessionPage(sessions, forms), .logOut(sessions, forms), .logOutEverywhere(sessions, forms),
            ]).described(as: .portal, further: (entrance + .languages()).map(\.name))
        ) { request, _, now in
            let citizen = try await Portal.citizen(of: request, in: sessions, by: judge, now: now)
            // At log-in the first time; again when the secret has a new epoch.
            try await gateway.bindCertificate(of: citizen)
            return citizen
        }
    }

    public func respond(to request: Request, context: Context) async -> Response {
        if visitors.serves(path: request.uri.path) {
            return await visitors.respond(to: request, context: DoorContext(context.coreContext))
        }
        return await citizens.respond(to: request, context: context)
    }
}

/// Words that the portal's routes share.
enum Portal {
    static let logInPath = "/login"

    /// Who is logged in on this request's session, by the certificate's verdict now.
    ///
    /// A certificate that counts no more ends its session; one whose status nobody can tell now is refused and asked about again.
    static func citizen(
        of request: Request, in sessions: PortalSessions, by judge: CertificateJudge, now: Instant
    ) async throws -> VerifiedCitizen {
        guard let session = PortalCookie.session(of: request),
            let certificate = try await sessions.certificate(of: session, now: now)
        else { throw HTTPFault.notLoggedIn }
        switch await judge.judge(chain: [certificate], as: .citizen, now: now) {
        case .citizen(let citizen): return citizen
        case .refused(.revocationUnknown): throw HTTPFault.certificateRefused(.revocationUnknown)
        case .refused(let reason):
            try await sessions.end(session)
            throw HTTPFault.certificateRefused(reason)
        case .institution, .official: throw HTTPFault.certificateRefused(.wrongDoor)
        }
    }
}

extension HTTPFault {
    /// No session, or one that has ended. People are led to the log-in page.
    static var notLoggedIn: HTTPFault {
        var fault = HTTPFault(.unauthorized, .notLoggedIn)
        // RFC 9110 §15.5.2 asks for a challenge; a card is not one of the registered schemes.
        fault.headers[.wwwAuthenticate] = "Web-eID realm=\"ankur\""
        fault.pageInstead = Portal.logInPath
        return fault
    }
}

extension Issue {
    static let notLoggedIn = Issue(
        .error, "not-logged-in", .login, "Nobody is logged in here, or the session has ended.",
        rule: "A session ends after 15 minutes without use and 12 hours after log-in.",
        remedy: "Log in: GET /auth/challenge, POST /auth/login.")
}
