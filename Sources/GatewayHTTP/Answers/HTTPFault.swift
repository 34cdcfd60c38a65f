import Gateway
import HTTPTypes
import Identity
import Logging
import NIOCore
import RecordTypes

/// Why a request got no answer of its route. The only thing that doors throw, and what every other error becomes.
struct HTTPFault: Error, Sendable {
    let status: HTTPResponse.Status
    let issues: [Issue]
    /// Fields that the status asks for: `Allow`, `Retry-After`, `WWW-Authenticate`, `Accept`.
    var headers: HTTPFields = [:]
    /// The rest of the body will not be read, or the client is not to be trusted with this connection.
    var closes = false
    /// Where people are led instead of a page about the fault: to the log-in.
    var pageInstead: String?
    /// Somebody sends what only a peer of another kind may say: worth a line of its own in the log.
    var isSpoof = false
    /// The error behind it, for our logs.
    var cause: (any Error)?

    init(_ status: HTTPResponse.Status, _ issue: Issue) {
        self.status = status
        issues = [issue]
    }

    init(_ status: HTTPResponse.Status, _ issues: [Issue]) {
        self.status = status
        self.issues = issues
    }

    /// A fault of the gateway's, not of the request.
    var isOurs: Bool { status.kind == .serverError }

    /// Fit for logs: codes and types, no values.
    func logMetadata(_ requestID: RequestID) -> Logger.Metadata {
        [
            "request_id": .string(requestID.description), "status": .stringConvertible(status.code),
            "codes": .string(issues.map(\.code).joined(separator: ",")),
            "cause": .string((cause as? GatewayError).map(\.description) ?? cause.map { "\(type(of: $0))" } ?? "none"),
        ]
    }
}

extension HTTPFault {
    /// What any error means over HTTP.
    init(_ error: any Error) {
        switch error {
        case let fault as HTTPFault: self = fault
        case let error as GatewayError: self = HTTPFault(error)
        case is CancellationError: self = .unavailable
        default: self = .internalError
        }
        if cause == nil, isOurs { cause = error }
    }

    private init(_ error: GatewayError) {
        switch error.code {
        case .documentRefused: self = HTTPFault(.unprocessableContent, error.issues)
        case .documentConflict: self = HTTPFault(.conflict, error.issues)
        case .notFound: self = .notFound
        case .notPermitted: self = HTTPFault(.forbidden, error.issues)
        case .invalidRequest: self = HTTPFault(.badRequest, error.issues)
        case .busy, .unavailable: self = .unavailable
        case .conversionFailed:
            self = HTTPFault(.unprocessableContent, error.issues.isEmpty ? [.conversionFailed] : error.issues)
        case .payloadDamaged: self = HTTPFault(.internalServerError, error.issues)
        }
        cause = error
    }

    /// Nothing for this reader: unknown, restricted, another's, or no path of ours. One answer for all, on purpose.
    static var notFound: HTTPFault { HTTPFault(.notFound, .notFound) }

    static func methodNotAllowed(allow: String) -> HTTPFault {
        var fault = HTTPFault(.methodNotAllowed, .methodNotAllowed)
        fault.headers[.allow] = allow
        return fault
    }

    static func badRequest(_ issue: Issue) -> HTTPFault { HTTPFault(.badRequest, issue) }

    static var targetTooLong: HTTPFault { HTTPFault(.uriTooLong, .targetTooLong) }

    static func bodyTooLarge(limit: Int) -> HTTPFault {
        var fault = HTTPFault(.contentTooLarge, .bodyTooLarge(limit: limit))
        fault.closes = true
        return fault
    }

    static var bodyTooSlow: HTTPFault {
        var fault = HTTPFault(.requestTimeout, .bodyTooSlow)
        fault.closes = true
        return fault
    }

    static func unsupportedMediaType(_ accepted: [String]) -> HTTPFault {
        var fault = HTTPFault(.unsupportedMediaType, .unsupportedMediaType(accepted))
        fault.headers[.accept] = accepted.joined(separator: ", ")
        return fault
    }

    static func notAcceptable(_ offered: [String]) -> HTTPFault { HTTPFault(.notAcceptable, .notAcceptable(offered)) }

    /// The certificate does not open this door, by its verdict at this very request.
    static func certificateRefused(_ reason: RefusalReason) -> HTTPFault {
        var fault = HTTPFault(.forbidden, .certificateRefused(reason))
        fault.closes = true
        return fault
    }

    static var crossSite: HTTPFault { HTTPFault(.forbidden, .crossSite) }

    static var formExpired: HTTPFault { HTTPFault(.forbidden, .formExpired) }

    static var unavailable: HTTPFault {
        var fault = HTTPFault(.serviceUnavailable, .unavailable)
        fault.headers[.retryAfter] = "5"
        return fault
    }

    static var internalError: HTTPFault { HTTPFault(.internalServerError, .internalError) }

    /// RFC 6750 §3: the code of ``ActorTokenRefusal`` is the description.
    static func invalidToken(_ refusal: ActorTokenRefusal) -> HTTPFault {
        var fault = HTTPFault(.unauthorized, .actorToken(refusal))
        fault.headers[.wwwAuthenticate] =
            "Bearer realm=\"ankur\", error=\"invalid_token\", error_description=\"\(refusal.rawValue)\""
        return fault
    }

    static func unauthorized(_ issue: Issue) -> HTTPFault {
        var fault = HTTPFault(.unauthorized, issue)
        fault.headers[.wwwAuthenticate] = "Bearer realm=\"ankur\""
        return fault
    }
}
