import HTTPTypes
import Hummingbird

/// The fields that every answer carries: nothing is kept by caches, guessed in type, framed, scripted or told to other sites.
enum PrivacyHeaders {
    static func add(to response: inout Response, isEncrypted: Bool) {
        if !response.headers.contains(.cacheControl) { response.headers[.cacheControl] = "no-store" }
        response.headers[HTTPField.Name(wellKnown: "X-Content-Type-Options")] = "nosniff"
        if !response.headers.contains(.contentSecurityPolicy) {
            response.headers[.contentSecurityPolicy] =
                (response.headers[.contentType] ?? "").hasPrefix("text/html") ? pagePolicy : dataPolicy
        }
        response.headers[HTTPField.Name(wellKnown: "X-Frame-Options")] = "DENY"
        // Not `no-referrer`: with it browsers send `Origin: null` with our own forms.
        response.headers[HTTPField.Name(wellKnown: "Referrer-Policy")] = "same-origin"
        let resourcePolicy = HTTPField.Name(wellKnown: "Cross-Origin-Resource-Policy")
        if !response.headers.contains(resourcePolicy) { response.headers[resourcePolicy] = "same-origin" }
        response.headers[HTTPField.Name(wellKnown: "Cross-Origin-Opener-Policy")] = "same-origin"
        if isEncrypted {
            response.headers[HTTPField.Name(wellKnown: "Strict-Transport-Security")] = "max-age=63072000"
        }
    }

    /// No script, no inline style, forms to ourselves only.
    private static let pagePolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    /// For the one page with a script: ours alone, from a file, talking to us alone.
    static let scriptedPagePolicy =
        "\(pagePolicy); script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'"

    private static let dataPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'"
}

extension HTTPField.Name {
    /// `Content-Security-Policy`
    static let contentSecurityPolicy = HTTPField.Name(wellKnown: "Content-Security-Policy")
}
