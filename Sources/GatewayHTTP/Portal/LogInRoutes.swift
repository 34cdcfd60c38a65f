import Gateway
import HTTPTypes
import Hummingbird
import Identity
import JSONText
import Metrics
import PortalSessions
import RecordTypes
import WebPages

extension Route where Caller == Anyone {
    /// `GET /login`: says what is needed and begins the log-in.
    static func logInPage(_ certificateDoor: @escaping @Sendable () -> String?) -> Route {
        Route(.get, Portal.logInPath, .page) { visit in
            let query = try visit.query()
            var response = Response(
                page: LogInPage(certificateDoor: certificateDoor(), hasLoggedOut: query["done"] != nil),
                in: visit.request.language)
            response.headers[.contentSecurityPolicy] = PrivacyHeaders.scriptedPagePolicy
            return response
        }
    }

    /// `GET /auth/challenge`: `{"nonce": …}`, as `web-eid.js` takes it, and the session to which the nonce is bound. By POST, too, as the
    /// later Web eID examples ask.
    static func challenge(_ sessions: PortalSessions, by method: HTTPRequest.Method = .get) -> Route {
        Route(method, "/auth/challenge", .fhir) { visit in
            let challenge = try await sessions.challenge(for: PortalCookie.session(of: visit.request), now: visit.now)
            var json = JSONWriter()
            json.beginObject()
            json.key("nonce")
            json.string(challenge.nonce)
            json.endObject()
            var response = Response(bytes: json.bytes, type: MediaType.json)
            response.headers[.setCookie] = PortalCookie.field(for: challenge.session)
            return response
        }
    }

    /// `POST /auth/login`: `{"auth-token": token}` in a JSON body; the answer begins a session under a new id.
    ///
    /// Against forged requests: the body must be JSON, which no form can send; browsers must say that it comes from here
    /// (``SameSite``); the cookie is SameSite=Strict; and the token signs a nonce that only the holder of this very cookie has been given.
    /// 1. the nonce is taken and gone; 2. Web eID's own rules, revocation among them; 3. the national profile; 4. the binding is on the ledger;
    /// 5. the session.
    static func logIn(
        _ gateway: Gateway, _ judge: CertificateJudge, _ sessions: PortalSessions,
        _ revocation: WebEIDVerifier.Revocation
    ) -> Route {
        Route(.post, "/auth/login", .fhir) { visit in
            try MediaType.require(MediaType.json, of: visit.request)
            let token = try LogInBody.token(in: try await visit.body(limit: 16 * 1024))
            guard let session = PortalCookie.session(of: visit.request),
                let nonce = try await sessions.takeNonce(of: session, now: visit.now)
            else { throw refused(.noChallenge, "no-challenge") }
            let verifier = WebEIDVerifier(
                origin: visit.settings.publicBase(), trust: judge.profile.personAuthorities, revocation: revocation)
            let certificate: [UInt8]
            do throws(WebEIDRefusal) {
                certificate = try await verifier.certificate(ofVerified: token, nonce: nonce, now: visit.now)
            } catch {
                throw refused(.tokenRefused(error.rawValue), error.rawValue)
            }
            let citizen: VerifiedCitizen
            switch await judge.judge(chain: [certificate], as: .citizen, now: visit.now) {
            case .citizen(let verified): citizen = verified
            case .refused(let reason): throw refused(.certificateRefused(reason), reason.rawValue)
            case .institution, .official:
                throw refused(.certificateRefused(.wrongDoor), RefusalReason.wrongDoor.rawValue)
            }
            try await gateway.bindCertificate(of: citizen)
            let begun = try await sessions.begin(
                with: certificate, of: citizen.person, replacing: session, now: visit.now)
            count("accepted")
            var json = JSONWriter()
            json.beginObject()
            json.key("givenName")
            json.string(citizen.givenName)
            json.key("surname")
            json.string(citizen.surname)
            json.key("next")
            json.string("/")
            json.endObject()
            var response = Response(bytes: json.bytes, type: MediaType.json)
            response.headers[.setCookie] = PortalCookie.field(for: begun)
            return response
        }
    }

    private static func refused(_ issue: Issue, _ reason: String) -> HTTPFault {
        count(reason)
        var fault = HTTPFault(.unauthorized, issue)
        fault.headers[.wwwAuthenticate] = "Web-eID realm=\"ankur\""
        return fault
    }

    private static func count(_ result: String) {
        Counter(label: "portal_logins", dimensions: [("result", result)]).increment()
    }
}

/// `{"auth-token": …}`, the name in the documentation of `web-eid.js`; `authToken` is what older examples send.
enum LogInBody {
    private static let limits = JSONLimits(size: 16 * 1024, depth: 10, values: 600, numberLength: 20)

    /// The token's own bytes, for the verifier to read by its own limits.
    static func token(in body: [UInt8]) throws -> [UInt8] {
        guard let json = try? JSONValue(parsing: body, limits: limits), json.objectValue != nil else {
            throw HTTPFault.badRequest(.jsonMalformed)
        }
        guard let token = json["auth-token"] ?? json["authToken"], token.objectValue != nil else {
            throw HTTPFault.badRequest(.parameterMissing("auth-token", remedy: "Send {\"auth-token\": {…}}."))
        }
        return token.bytes
    }
}

extension Issue {
    static let noChallenge = Issue(
        .error, "no-challenge", .login,
        "No challenge is out for this browser, or it was given more than five minutes ago.",
        rule: "A challenge is answered once, by the browser that asked for it.",
        remedy: "Get a new one from /auth/challenge, keep its cookie, and sign that.")

    static func tokenRefused(_ reason: String) -> Issue {
        Issue(
            .error, reason, .login, "The authentication token is refused.",
            rule: "Web eID authentication token, formats 1.0 and 1.1", remedy: "Log in again with an ID card.")
    }
}
