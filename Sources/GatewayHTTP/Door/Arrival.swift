import GatewayTLS
import HTTPTypes
import Hummingbird
import Identity
import RecordTypes

/// With whose certificate a request comes: the connection's own, or the one that a configured proxy passes on; and whether an X-Road
/// security server speaks for somebody.
///
/// From everybody else `Client-Cert` is a field without meaning, and X-Road's fields are refused: what could be believed by a mistake of
/// ours must not reach the place where it would be made.
struct Arrival: Sendable {
    let certificate: PeerCertificate?
    /// What a security server says; nil when none stands at the other end.
    let xRoad: XRoadMessage?
    /// Whether a proxy ended TLS for the client.
    let isForwarded: Bool

    /// - Throws: ``HTTPFault`` 403 for a proxy that passes no certificate on, 400 for X-Road fields that cannot be read.
    init(_ request: Request, _ certificate: PeerCertificate?, _ settings: DoorSettings, now: Instant) throws {
        guard let certificate,
            let front = settings.front.peer(certificate.leaf, fingerprint: certificate.fingerprint, now: now)
        else {
            self.certificate = certificate
            xRoad = nil
            isForwarded = false
            return
        }
        switch front {
        case .terminatingProxy:
            let fields = request.headers[values: .clientCert]
            guard fields.count == 1 else { throw HTTPFault.certificateRefused(.missing) }
            guard let der = ForwardedCertificate.der(fields[0]) else {
                throw HTTPFault.certificateRefused(.unparsable)
            }
            self.certificate = PeerCertificate(
                leaf: der, fingerprint: CertificateFingerprint(of: der), isResumed: certificate.isResumed)
            xRoad = nil
            isForwarded = true
        case .securityServer:
            self.certificate = certificate
            do throws(XRoadMessage.Fault) {
                xRoad = try XRoadMessage { XRoadFields.values($0, request) }
            } catch {
                throw HTTPFault.badRequest(.xRoadFieldMalformed(error.field))
            }
            isForwarded = false
        }
    }
}

extension Arrival {
    /// X-Road's own name of the message, where a security server stands at the other end: one name in both logs.
    static func messageID(_ request: Request, _ certificate: PeerCertificate?, _ settings: DoorSettings) -> RequestID? {
        guard !settings.front.isEmpty, let certificate,
            settings.front.peer(certificate.leaf, fingerprint: certificate.fingerprint, now: settings.clock())
                == .securityServer
        else { return nil }
        return RequestID(XRoadFields.values(.id, request).first)
    }
}

extension HTTPField.Name {
    /// `Client-Cert` (RFC 9440)
    static let clientCert = HTTPField.Name(wellKnown: "Client-Cert")
}

/// X-Road's header fields in requests.
enum XRoadFields {
    static func values(_ field: XRoadMessage.Field, _ request: Request) -> [String] {
        request.headers[values: HTTPField.Name(wellKnown: field.rawValue)]
    }

    static func arePresent(in request: Request) -> Bool {
        XRoadMessage.Field.allCases.contains { !values($0, request).isEmpty }
    }

    /// - Throws: ``HTTPFault`` 403 when somebody sends X-Road's fields who is no security server. The one other peer that may is the
    ///   national usage monitor behind its own institution's certificate, which names by them for whom it asks.
    static func refuseUnlessSpokenFor<Caller>(
        _ request: Request, _ arrival: Arrival, by caller: Caller, at settings: DoorSettings
    ) throws {
        guard arrival.xRoad == nil, arePresent(in: request) else { return }
        if let institution = caller as? VerifiedInstitution, settings.usageMonitors.contains(institution.id) { return }
        var fault = HTTPFault(.forbidden, .xRoadFieldsRefused)
        fault.isSpoof = true
        throw fault
    }
}

extension Issue {
    static func xRoadFieldMalformed(_ field: XRoadMessage.Field) -> Issue {
        Issue(
            .error, "x-road-field-malformed", .value, "The field \(field.rawValue) is absent, repeated or malformed.",
            rule: "X-Road message protocol for REST, §4.3", remedy: "Send the request through the security server.")
    }

    static let xRoadFieldsRefused = Issue(
        .error, "x-road-fields-refused", .forbidden,
        "X-Road's header fields are taken from a security server alone; this certificate is none.",
        remedy: "Leave them away, or send the request through your security server.")
}
