import FHIR
import GatewayTLS
import HTTPTypes
import Hummingbird
import Identity
import RecordTypes

/// `POST /$whoami`: what the gateway saw of exactly this request, for an integrator who wants to know why it is refused.
///
/// At every door that asks for certificates. It stands before admission: a certificate that no longer passes, or an institution that
/// nobody has registered, is told so, with status 403 where the certificate itself is refused and 200 otherwise. It uses no token up and
/// looks at everything anew. No secret is told, and a personal code only to whom it belongs: the bearer of the certificate.
///
/// ```
/// Parameters
///   door, request-time, admitted (boolean), reason
///   certificate: subject-kind, identifier, name, fingerprint, profile, not-before, not-after, resumed, forwarded
///   policy*: name, result (OK | NA | FAIL), reason
///   registration: status, required, missing*
///   x-road: client, purpose, id, user
///   token: result, check* (name, result, reason), person, role, purpose, encounter
///   clock: gateway, yours, source, skew-seconds
/// ```
enum WhoAmI {
    static let path = "/$whoami"
}

extension Request {
    var asksWhoAmI: Bool { method == .post && namesWhoAmI }

    var namesWhoAmI: Bool {
        let path = (head.path ?? "").prefix { $0 != "?" }
        return path == WhoAmI.path || path == "/%24whoami"
    }
}

extension HTTPDoor {
    /// - Throws: ``HTTPFault/notFound`` at a door that asks nobody who they are.
    func whoAmI(_ request: Request, _ arrival: Arrival, now: Instant) async throws -> Response {
        guard let judge else { throw HTTPFault.notFound }
        guard let certificate = arrival.certificate else { throw HTTPFault.certificateRefused(.missing) }
        var answer = FHIR.Parameters()
        let admission = await admitted(arrival, now: now)
        answer.parameter = [
            .init(name: "door", value: .code(settings.name)),
            .init(name: "request-time", value: .instant(now.description)),
        ]
        var status = HTTPResponse.Status.ok
        switch admission {
        case .success: answer.parameter.append(.init(name: "admitted", value: .boolean(true)))
        case .failure(let reason):
            answer.parameter.append(.init(name: "admitted", value: .boolean(false)))
            answer.parameter.append(.init(name: "reason", value: .code(reason.rawValue)))
            if !reason.isOfTheRegister { status = .forbidden }
        }
        if let message = arrival.xRoad {
            answer.parameter.append(.xRoad(message, certificate, try? admission.get().xRoad?.purpose))
            answer.parameter += [.clock(request, token: nil, now: now)]
            return Response(status: status, fhir: answer)
        }
        let inspection = await judge.inspect(certificate.leaf, now: now)
        answer.parameter.append(.certificate(inspection, certificate, isForwarded: arrival.isForwarded))
        answer.parameter += inspection.path.findings.map { .policy($0.rule, $0.word, $0.reason?.rawValue) }
        answer.parameter.append(.policy("subject", inspection.subject))
        let institution = await institution(of: certificate, judge, now: now)
        if let institution, let register = settings.register {
            answer.parameter.append(.registration(register.registration(of: institution, now: now)))
        }
        var seen: ActorTokenInspection?
        if let token = try BearerToken.of(request), let institution, let tokens = settings.actorTokens {
            let found = tokens.inspect(token, from: institution, audience: settings.publicBase(), now: now)
            answer.parameter.append(.token(found))
            seen = found
        }
        answer.parameter.append(.clock(request, token: seen, now: now))
        return Response(status: status, fhir: answer)
    }

    /// The institution that the certificate proves, whether the register lets it in or not; nil at the other doors.
    private func institution(
        of certificate: PeerCertificate, _ judge: CertificateJudge, now: Instant
    ) async -> VerifiedInstitution? {
        guard Visitor.self == VerifiedInstitution.self else { return nil }
        let verdict = await judge.certificateVerdict(
            certificate.leaf, fingerprint: certificate.fingerprint, as: .institution, now: now)
        if case .institution(let institution) = verdict { return institution }
        return nil
    }
}

extension RefusalReason {
    /// The certificate is good; the operator has not let its holder in.
    fileprivate var isOfTheRegister: Bool {
        switch self {
        case .institutionNotRegistered, .institutionSuspended, .certificateNotRegistered: true
        default: false
        }
    }
}

extension FHIR.Parameters.Parameter {
    fileprivate static func text(_ name: String, _ text: String?) -> Self? {
        text.map { Self(name: name, value: .string($0)) }
    }

    fileprivate static func certificate(
        _ inspection: ProfileInspection, _ certificate: PeerCertificate, isForwarded: Bool
    ) -> Self {
        let subject = inspection.subject
        let leaf = inspection.path.path.first
        let name =
            subject.organization ?? [subject.givenName, subject.surname].compactMap(\.self).joined(separator: " ")
        let parts: [Self?] = [
            Self(name: "subject-kind", value: .code(subject.kind.rawValue)), .text("identifier", subject.identifier),
            name.isEmpty ? nil : .text("name", name), .text("fingerprint", certificate.fingerprint.description),
            .text("profile", inspection.profile),
            leaf.map { Self(name: "not-before", value: .instant($0.notBefore.description)) },
            leaf.map { Self(name: "not-after", value: .instant($0.notAfter.description)) },
            Self(name: "resumed", value: .boolean(certificate.isResumed)),
            isForwarded ? Self(name: "forwarded", value: .boolean(true)) : nil,
        ]
        return Self(name: "certificate", part: parts.compactMap(\.self))
    }

    fileprivate static func policy(_ name: String, _ word: PathInspection.Word, _ reason: String?) -> Self {
        var parts = [
            Self(name: "name", value: .string(name)), Self(name: "result", value: .code(word.rawValue)),
        ]
        if let reason { parts.append(Self(name: "reason", value: .code(reason))) }
        return Self(name: "policy", part: parts)
    }

    fileprivate static func policy(_ name: String, _ subject: SubjectInspection) -> Self {
        policy(name, subject.reason == nil ? .ok : .fail, subject.reason?.rawValue)
    }

    fileprivate static func registration(_ registration: Registration) -> Self {
        Self(
            name: "registration",
            part: [
                Self(name: "status", value: .code(registration.status.rawValue)),
                Self(name: "required", value: .boolean(registration.isRequired)),
            ] + registration.missing.map { Self(name: "missing", value: .code($0)) }
                + registration.subsystems.map { Self(name: "subsystem", value: .string($0)) }
                + registration.endpoints.map { Self(name: "endpoint", value: .url($0)) })
    }

    /// The acting person's number is not told: it belongs to somebody else than the bearer of the certificate.
    fileprivate static func token(_ token: ActorTokenInspection) -> Self {
        var parts = [Self(name: "result", value: .code(token.refusal == nil ? "OK" : "FAIL"))]
        parts += token.findings.map { finding in
            var check = [
                Self(name: "name", value: .string(finding.check.rawValue)),
                Self(name: "result", value: .code(finding.word.rawValue)),
            ]
            if let refusal = finding.refusal { check.append(Self(name: "reason", value: .code(refusal.rawValue))) }
            return Self(name: "check", part: check)
        }
        if let claims = token.claims {
            parts += [
                .text("person", claims.person.description), .text("name", claims.name), .text("role", claims.role),
                .text("purpose", claims.purpose.rawValue), .text("encounter", claims.encounter),
            ].compactMap(\.self)
        }
        return Self(name: "token", part: parts)
    }

    fileprivate static func xRoad(
        _ message: XRoadMessage, _ certificate: PeerCertificate, _ purpose: PurposeOfUse?
    ) -> Self {
        let parts: [Self?] = [
            .text("client", message.client), .text("security-server", certificate.fingerprint.description),
            .text("id", message.id), .text("user", message.user?.description), .text("issue", message.issue),
            .text("represented-party", message.representedParty), .text("purpose", purpose?.rawValue),
        ]
        return Self(name: "x-road", part: parts.compactMap(\.self))
    }

    /// How far the client's clock is from ours, as far as the request tells: by `Date`, or by the token's `iat`.
    fileprivate static func clock(_ request: Request, token: ActorTokenInspection?, now: Instant) -> Self {
        var parts = [Self(name: "gateway", value: .instant(now.description))]
        let told: (Instant, String)? =
            request.headers[.date].flatMap { Instant(httpDate: $0) }.map { ($0, "Date") }
            ?? token?.issued.map { ($0, "iat") }
        if let (yours, source) = told {
            parts += [
                Self(name: "yours", value: .instant(yours.description)), Self(name: "source", value: .code(source)),
                Self(name: "skew-seconds", value: .integer(Int(yours.seconds - now.seconds))),
            ]
        }
        return Self(name: "clock", part: parts)
    }
}

extension Instant {
    /// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7); nil for any other form.
    init?(httpDate text: String) {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2])),
            parts[1].utf8.count == 2, parts[3].utf8.count == 4, parts[4].utf8.count == 8
        else { return nil }
        let number = month + 1
        self.init(rfc3339: "\(parts[3])-\(number < 10 ? "0" : "")\(number)-\(parts[1])T\(parts[4])Z")
    }
}
