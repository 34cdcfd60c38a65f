import Gateway
import HTTPTypes
import Hummingbird
import RecordTypes

/// Whose records a visit is about: the visitor's own, or those of somebody they act for.
///
/// A cookie names the mandate and nothing else; the mandate is looked up anew for each request. One that has ended is an error, not a fall
/// back to the visitor's own records: a decision must not land where nobody meant it to.
enum ActingFor {
    static let cookie = "acting-for"

    /// - Parameter name: the mandate's; nil ends acting for others.
    static func field(_ name: String?, isEncrypted: Bool) -> String {
        "\(cookie)=\(name ?? ""); Path=/; Max-Age=\(name == nil ? 0 : 3600); HttpOnly; SameSite=Strict"
            + (isEncrypted ? "; Secure" : "")
    }
}

extension Visit<VerifiedCitizen> {
    func keeper(_ gateway: Gateway) async throws -> Keeper {
        guard let name = request.cookie(ActingFor.cookie), !name.isEmpty else { return .person(caller) }
        do throws(GatewayError) {
            return try await gateway.keeper(caller, byMandate: String(name))
        } catch {
            guard error.code == .notFound else { throw error }
            var fault = HTTPFault(.forbidden, .mandateEnded)
            fault.headers[.setCookie] = ActingFor.field(nil, isEncrypted: settings.isEncrypted)
            throw fault
        }
    }
}

extension Issue {
    static let mandateEnded = Issue(
        .error, "mandate-ended", .forbidden, "You no longer act for this person.",
        remedy: "Load the page again: it shows your own records.")
}
