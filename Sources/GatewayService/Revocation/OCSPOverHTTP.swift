import AsyncHTTPClient
import Identity
import Logging
import NIOCore
import NIOHTTP1
import RecordTypes

/// Asks OCSP responders by HTTP POST (RFC 6960 appendix A), five seconds at most.
///
/// Plain HTTP, because answers are signed; no cookies, no credentials, and nothing but the answer's bytes is believed.
struct OCSPOverHTTP: OCSPTransport {
    private enum Failure: Error {
        case status(UInt)
        case contentType
    }

    func answer(to request: [UInt8], from url: String) async throws -> [UInt8] {
        var question = HTTPClientRequest(url: url)
        question.method = .POST
        question.headers.add(name: "Content-Type", value: "application/ocsp-request")
        question.headers.add(name: "Accept", value: "application/ocsp-response")
        question.body = .bytes(request)
        let answer = try await HTTPClient.shared.execute(question, timeout: .seconds(5))
        guard answer.status == .ok else { throw Failure.status(answer.status.code) }
        guard answer.headers.first(name: "Content-Type")?.lowercased() == "application/ocsp-response" else {
            throw Failure.contentType
        }
        return Array(buffer: try await answer.body.collect(upTo: OCSPResponse.sizeLimit))
    }
}

extension OCSPResponders {
    /// As an operator has configured it; each pass by grace is a line of the log, without whose it was.
    convenience init(_ settings: GatewayConfiguration.RevocationSettings, logger: Logger) {
        let grace = settings.graceInSeconds > 0 ? Duration.seconds(settings.graceInSeconds) : nil
        if let grace {
            logger.warning("revocation has a grace period", metadata: ["seconds": "\(grace.components.seconds)"])
        }
        self.init(transport: OCSPOverHTTP(), requiresNonce: settings.requiresNonce, grace: grace) { fingerprint in
            logger.warning(
                "no OCSP answer: let in by grace", metadata: ["certificate": "\(fingerprint)"])
        }
    }
}

extension GatewayConfiguration.RevocationSettings {
    /// Who is asked at a log-in by Web eID: the responder itself, each time, for an answer not older than two minutes. Nil where no
    /// responder is configured; then the lists that the judge looks at decide.
    var logIn: OCSPResponders? {
        ocsp == nil
            ? nil : OCSPResponders(transport: OCSPOverHTTP(), limits: .webEID, requiresNonce: requiresNonce)
    }
}
