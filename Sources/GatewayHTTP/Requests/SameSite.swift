import HTTPTypes
import Hummingbird

/// Refuses requests that change or ask something and that another site made a browser send: a client certificate goes along by itself.
///
/// Browsers tell with Sec-Fetch-Site (Fetch Metadata) and Origin; programs send neither. Forms carry a keyed token besides
/// (``FormTokens``).
enum SameSite {
    static func check(_ request: Request, publicBase: () -> String) throws {
        guard request.method != .get, request.method != .head else { return }
        if let site = request.headers[HTTPField.Name(wellKnown: "Sec-Fetch-Site")], site != "same-origin" {
            throw HTTPFault.crossSite
        }
        if let origin = request.headers[.origin], origin.lowercased() != publicBase().lowercased() {
            throw HTTPFault.crossSite
        }
    }
}
