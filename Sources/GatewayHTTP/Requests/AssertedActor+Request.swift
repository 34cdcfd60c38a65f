import HTTPTypes
import Hummingbird
import RecordTypes

/// Who an institution says is acting, and why: one type, two ways to say it.
///
/// The signed token is the way for production; its reader comes with the identity work and until then a token is refused plainly
/// rather than ignored. Development headers are believed in a test configuration alone, and refused elsewhere even where they are
/// not needed, so that nobody comes to rely on them.
extension AssertedActor {
    init(_ request: Request, acceptingDevelopmentHeaders: Bool) throws {
        guard request.headers[.authorization] == nil else { throw HTTPFault.unauthorized(.actorTokenNotSupported) }
        let names = DevelopmentHeader.allCases.filter { request.headers[$0.fieldName] != nil }
        guard names.isEmpty || acceptingDevelopmentHeaders else {
            throw HTTPFault(.forbidden, .developmentHeadersRefused)
        }
        guard let actor = try Self.read(DevelopmentHeader.actor, request), let code = try Self.read(.purpose, request)
        else {
            throw HTTPFault.unauthorized(.actorMissing)
        }
        guard let person = PersonIdentifier(semantics: actor), let purpose = PurposeOfUse(rawValue: code) else {
            throw HTTPFault.badRequest(.actorMalformed)
        }
        let reason = try Self.read(.reason, request)
        // Who breaks the glass says why, at once: the citizen reads it.
        guard purpose != .breakTheGlass || reason.map({ $0.contains { $0.isLetter } }) ?? false else {
            throw HTTPFault.badRequest(.reasonMissing)
        }
        self.init(
            assertion: .developmentHeaders, person: person, name: try Self.read(.name, request),
            role: try Self.read(.role, request), purpose: purpose, encounter: try Self.read(.encounter, request),
            reason: purpose == .breakTheGlass ? reason : nil)
    }

    /// Whether the request says anything about who acts, by either way.
    static func isNamed(in request: Request) -> Bool {
        request.headers[.authorization] != nil
            || DevelopmentHeader.allCases.contains { request.headers[$0.fieldName] != nil }
    }

    private enum DevelopmentHeader: String, CaseIterable {
        case actor = "X-Ankur-Actor"
        case name = "X-Ankur-Actor-Name"
        case role = "X-Ankur-Role"
        case purpose = "X-Ankur-Purpose"
        case encounter = "X-Ankur-Encounter"
        /// Why the glass must be broken.
        case reason = "X-Ankur-Reason"

        var fieldName: HTTPField.Name { HTTPField.Name(wellKnown: rawValue) }
    }

    /// One field, once, on one line and short; percent-encoded where it is not ASCII.
    private static func read(_ header: DevelopmentHeader, _ request: Request) throws -> String? {
        let values = request.headers[values: header.fieldName]
        guard let value = values.first else { return nil }
        guard values.count == 1, value.utf8.count <= 200,
            let bytes = PercentText.decode(Array(value.utf8), plusIsSpace: false),
            let text = String(validating: bytes, as: UTF8.self), text.utf8.allSatisfy({ $0 >= 32 && $0 != 127 })
        else { throw HTTPFault.badRequest(.actorMalformed) }
        return text.isEmpty ? nil : text
    }
}
