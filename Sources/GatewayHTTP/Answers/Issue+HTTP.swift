import Identity
import RecordTypes

/// What doors find wrong with requests. No text here quotes a request.
extension Issue {
    static let notFound = Issue(
        .error, "not-found", .notFound, "There is nothing here for you under this address.")

    static let methodNotAllowed = Issue(
        .error, "method-not-allowed", .notSupported, "This cannot be done here.",
        remedy: "Use a method of the Allow field.")

    static let targetTooLong = Issue(
        .error, "target-too-long", .tooLong, "The request target is longer than 4096 bytes.")

    static let parametersMalformed = Issue(
        .error, "parameters-malformed", .structure, "The parameters are not well-formed.",
        rule: "application/x-www-form-urlencoded in UTF-8", remedy: "Check the percent-encoding.")

    static let parameterRepeated = Issue(
        .error, "parameter-repeated", .structure, "A parameter is given twice.", remedy: "Give each parameter once.")

    static func parameterUnknown(isHarmless name: String?) -> Issue {
        Issue(
            .error, "parameter-unknown", .notSupported,
            name.map { "The parameter \($0) is not supported here." } ?? "A parameter is not supported here.",
            rule: "FHIR R4 3.1.1.4: Prefer handling=strict", remedy: "See the CapabilityStatement at /fhir/metadata.")
    }

    static func parameterMissing(_ name: String, remedy: String) -> Issue {
        Issue(
            .error, "parameter-missing", .required, "The parameter \(name) is missing.", at: .expression(name),
            remedy: remedy)
    }

    static func parameterInvalid(_ name: String, remedy: String) -> Issue {
        Issue(
            .error, "parameter-invalid", .value, "The parameter \(name) does not have a value that can be used.",
            at: .expression(name), remedy: remedy)
    }

    static func bodyTooLarge(limit: Int) -> Issue {
        Issue(
            .error, "body-too-large", .tooLong, "The body is larger than this address takes.",
            rule: "at most \(limit) bytes", remedy: "Send less in one request.")
    }

    static let bodyTooSlow = Issue(
        .error, "body-too-slow", .timeout, "The body came too slowly.", rule: "1024 bytes a second after 10 seconds")

    static func unsupportedMediaType(_ accepted: [String]) -> Issue {
        Issue(
            .error, "unsupported-media-type", .notSupported, "The body's media type is not one of those taken here.",
            rule: "Content-Type: \(accepted.joined(separator: ", "))", remedy: "Say in Content-Type what the body is.")
    }

    static func notAcceptable(_ offered: [String]) -> Issue {
        Issue(
            .error, "not-acceptable", .notSupported, "None of the media types asked for can be given.",
            rule: "offered: \(offered.joined(separator: ", "))", remedy: "Name one of them in Accept.")
    }

    static func certificateRefused(_ reason: RefusalReason) -> Issue {
        Issue(
            .error, reason.rawValue, .login, "The client certificate does not open this door.",
            remedy: "Use a valid certificate of the kind that this door is for.")
    }

    static let crossSite = Issue(
        .error, "cross-site-request", .security, "The request was made by another site.",
        remedy: "Send it from a page of this gateway, or without Origin and Sec-Fetch-Site from a program.")

    static let formExpired = Issue(
        .error, "form-expired", .expired, "The form was not made for this certificate, or too long ago.",
        remedy: "Load the page again and send the form once more.")

    static let unavailable = Issue(
        .error, "unavailable", .throttled, "The gateway cannot do this durably at the moment; nothing was done.",
        remedy: "Send the same request again after the time in Retry-After.")

    static let internalError = Issue(
        .fatal, "internal-error", .exception, "Something went wrong in the gateway.",
        remedy: "Report it to the gateway's operator with the request id.")

    static let conversionFailed = Issue(
        .error, "conversion-failed", .exception, "The document could not be converted.",
        remedy: "Do not send it again unchanged; report it to the gateway's operator with the request id.")

    static let actorMissing = Issue(
        .error, "actor-missing", .required, "The acting person and the purpose are not named.",
        rule: "Every look is logged with who acts for the institution and why.",
        remedy: "Name the actor and the purpose of use.")

    static let actorMalformed = Issue(
        .error, "actor-malformed", .value, "The acting person or the purpose is not named in a form that can be used.",
        rule: "X-Ankur-Actor: PNOEE-…; X-Ankur-Purpose: a code of v3-ActReason", remedy: "Correct the fields.")

    static let reasonMissing = Issue(
        .error, "reason-missing", .required, "Who breaks the glass says why.",
        rule: "Purpose BTG needs a reason in words; the person concerned reads it at once.",
        remedy: "Give the reason, at most 200 characters: X-Ankur-Reason in a test configuration.")

    static let developmentHeadersRefused = Issue(
        .error, "development-headers-refused", .forbidden,
        "X-Ankur-Actor and its kin name an actor in test configurations only.",
        remedy: "Use a signed token.")

    static let actorTokenNotSupported = Issue(
        .error, "actor-token-not-supported", .notSupported, "Signed actor tokens are not taken at this door.",
        remedy: "Leave the Authorization field away.")

    static let actorNotRegistered = Issue(
        .error, "actor-not-registered", .forbidden,
        "The institution lists who may act for it, and the acting person is not among them at this time.",
        remedy: "Have the person registered for the institution, with a period that has begun and not ended.")

    static func actorToken(_ refusal: ActorTokenRefusal) -> Issue {
        Issue(
            .error, refusal.rawValue, .security, "The signed token that names who acts is refused: \(refusal.words).",
            rule: "IHE IUA; RFC 7519, RFC 8705 §3; at most five minutes, bound to the certificate, used once",
            remedy: "Ask POST /$whoami with the same token: it tells each check and uses nothing up.")
    }

    static let jsonMalformed = Issue(
        .error, "json-malformed", .structure, "The body is not one well-formed JSON value.", rule: "RFC 8259",
        remedy: "Correct the JSON; names may not be repeated.")

    static func resourceInvalid(_ message: String, at path: String) -> Issue {
        Issue(.error, "resource-invalid", .value, message, at: .expression(path), rule: "FHIR R4")
    }
}

extension ActorTokenRefusal {
    /// For people; quotes nothing of the token.
    var words: String {
        switch self {
        case .malformed: "it is not three parts of base64url with JSON in them"
        case .algorithm: "only ES256 and ES384 by the registered key count, and no key may be sent along"
        case .unknownKey: "the institution has registered no key of that kid"
        case .signature: "the signature is not by the registered key"
        case .issuer: "iss is not the institution of the certificate"
        case .audience: "aud is not this gateway's base URL"
        case .lifetime: "iat and exp must be there, five minutes apart at most"
        case .expired: "it has expired"
        case .notYetValid: "it is from the future; compare clocks"
        case .binding: "cnf.x5t#S256 is not the certificate of this connection"
        case .identifier: "jti must have 8 to 128 bytes"
        case .replayed: "it was used before"
        case .claims: "the acting person or the purpose of use is absent or cannot be read"
        case .unrecorded: "its use cannot be written down at the moment"
        }
    }
}
