import HTTPTypes
import Hummingbird
import PortalSessions

/// The one cookie of the portal that means anything.
///
/// `__Host-` (RFC 6265bis §4.1.3.2): a browser takes it from this very host over TLS only, for every path, and no sub-domain can plant
/// one. HttpOnly: no script reads it. SameSite=Strict: no other site makes a browser send it. It is a session cookie: no expiry is told.
enum PortalCookie {
    static let name = "__Host-ankur"

    static func session(of request: Request) -> SessionID? { request.cookie(name).flatMap { SessionID($0) } }

    static func field(for session: SessionID) -> String { "\(name)=\(session.cookieValue); \(attributes)" }

    /// Makes the browser forget it.
    static let removal = "\(name)=; Max-Age=0; \(attributes)"

    private static let attributes = "Path=/; Secure; HttpOnly; SameSite=Strict"
}

extension Request {
    /// The value of a cookie; nil when it is absent or sent twice, which no browser does with a `__Host-` cookie.
    func cookie(_ name: String) -> Substring? {
        var found: Substring?
        for field in headers[values: .cookie] {
            for pair in field.split(separator: ";") {
                let text = pair.drop { $0 == " " }
                guard text.hasPrefix(name + "=") else { continue }
                guard found == nil else { return nil }
                found = text.dropFirst(name.count + 1)
            }
        }
        return found
    }
}
