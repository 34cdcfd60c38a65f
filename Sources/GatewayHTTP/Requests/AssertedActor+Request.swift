import HTTPTypes
import Hummingbird
import Identity
import RecordTypes

/// Who an institution says is acting, and why: one type, three ways to say it.
///
/// The signed token is the way for production. X-Road has its own: the member's security server names the user, and the register the
/// purpose that the member's subsystem was given access for. Development headers are believed in a test configuration alone, and refused
/// elsewhere even where they are not needed, so that nobody comes to rely on them.
extension Visit<VerifiedInstitution> {
    /// Who acts for the institution at this request.
    func actor() throws -> AssertedActor { try assertion.value { try readActor() } }

    /// The same where naming somebody is the sender's choice: a submission may come from a system alone.
    func actorIfNamed() throws -> AssertedActor? {
        let isNamed = AssertedActor.isNamed(in: request) || xRoad?.message.user != nil
        return isNamed ? try actor() : nil
    }

    private func readActor() throws -> AssertedActor {
        let actor: AssertedActor
        if let token = try BearerToken.of(request) {
            actor = try AssertedActor(token, of: self)
        } else if let xRoad {
            actor = try AssertedActor(xRoad)
        } else {
            actor = try AssertedActor(request, acceptingDevelopmentHeaders: settings.acceptsDevelopmentHeaders)
        }
        // Who breaks the glass says why, at once: the citizen reads it.
        guard actor.purpose != .breakTheGlass || actor.reason.map({ $0.contains { $0.isLetter } }) ?? false else {
            throw HTTPFault.badRequest(.reasonMissing)
        }
        if let person = actor.person,
            settings.register?.professional(person, of: caller.id, now: now) == .refused
        {
            throw HTTPFault(.forbidden, .actorNotRegistered)
        }
        return actor
    }
}

extension AssertedActor {
    /// From a token that holds: judged here, and used up.
    fileprivate init(_ token: String, of visit: Visit<VerifiedInstitution>) throws {
        guard let tokens = visit.settings.actorTokens else { throw HTTPFault.unauthorized(.actorTokenNotSupported) }
        let claims: ActorClaims
        do throws(ActorTokenRefusal) {
            claims = try tokens.verify(
                token, from: visit.caller, audience: visit.settings.publicBase(), now: visit.now)
        } catch {
            throw error == .unrecorded ? HTTPFault.unavailable : HTTPFault.invalidToken(error)
        }
        self.init(
            assertion: .signedToken, person: claims.person, name: claims.name, role: claims.role,
            purpose: claims.purpose, encounter: claims.encounter,
            reason: claims.purpose == .breakTheGlass ? claims.reason : nil)
    }

    /// From what a security server says of the member's user.
    fileprivate init(_ call: XRoadCall) throws {
        guard let user = call.message.user else { throw HTTPFault.badRequest(.xRoadFieldMalformed(.userID)) }
        self.init(
            assertion: .xRoad, person: user, name: nil, role: nil, purpose: call.purpose,
            encounter: call.message.issue, representedParty: call.message.representedParty)
    }

    fileprivate init(_ request: Request, acceptingDevelopmentHeaders: Bool) throws {
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
        self.init(
            assertion: .developmentHeaders, person: person, name: try Self.read(.name, request),
            role: try Self.read(.role, request), purpose: purpose, encounter: try Self.read(.encounter, request),
            reason: purpose == .breakTheGlass ? reason : nil)
    }

    /// Whether the request says anything about who acts, by token or development header.
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

/// `Authorization: Bearer …` (RFC 6750 §2.1).
enum BearerToken {
    /// Nil without the field.
    /// - Throws: ``HTTPFault`` 401 for another scheme, or the field twice.
    static func of(_ request: Request) throws -> String? {
        let fields = request.headers[values: .authorization]
        guard let field = fields.first else { return nil }
        let parts = field.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard fields.count == 1, parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw HTTPFault.invalidToken(.malformed)
        }
        return String(parts[1].trimmingPrefix { $0 == " " })
    }
}
