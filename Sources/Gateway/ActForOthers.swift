import Identity
import Ledger
import RecordIndex
@_spi(Vouching) public import RecordTypes
import Statements

/// A mandate with the name by which a page or a cookie can speak of it.
public struct NamedMandate: Hashable, Sendable {
    /// 64 hexadecimal digits that mean nothing to anybody else.
    public let name: String
    public let mandate: Mandate
    /// Whether it holds now, ages considered.
    public let isInForce: Bool
}

/// Acting for another person: who may, for how long, and that it shows.
extension Gateway {
    /// Lets somebody act for the citizen; or ends it, with an empty scope. Holds from the next request on.
    ///
    /// Durable order as in ``change(_:for:to:purpose:until:replacesNarrower:by:)``.
    /// - Throws: `invalidRequest` for a mandate for oneself, one that has already ended, or more than ``mandateLimit`` of them.
    @discardableResult
    public func appoint(
        _ representative: PersonIdentifier, called name: String?, to scope: Set<Mandate.Scope>, until: Instant?,
        by citizen: VerifiedCitizen
    ) async throws(GatewayError) -> Mandate {
        let now = clock()
        let mandate = Mandate(
            representative: representative, representativeName: name?.shortened, principal: citizen.person,
            principalName: citizen.fullName, basis: .appointed, scope: scope, decided: now, until: until)
        guard ages.allowsOwnAccess(of: citizen.person, at: now) else { throw GatewayError(.notFound) }
        try await enter(mandate, at: now)
        return mandate
    }

    /// Enters who has the care of a person, as the population register says; or that it ended, with an empty scope. By an official, under a case.
    @discardableResult
    public func registerGuardian(
        _ guardian: PersonIdentifier, called name: String?, of person: PersonIdentifier, called personName: String,
        to scope: Set<Mandate.Scope>, until: Instant?, caseNumber: String, by official: VerifiedOfficial
    ) async throws(GatewayError) -> Mandate {
        let now = clock()
        let caseNumber = try checked(caseNumber: caseNumber)
        guard official.role.may(.guardians) else {
            throw GatewayError(.notPermitted, issues: [.roleWithoutRight(.guardians)])
        }
        let mandate = Mandate(
            representative: guardian, representativeName: name?.shortened, principal: person,
            principalName: personName.shortened, basis: .guardian, scope: scope, decided: now, until: until,
            caseNumber: caseNumber)
        try await enter(mandate, at: now)
        return mandate
    }

    /// How many people may act for one person, or could once.
    public static let mandateLimit = 50

    private func enter(_ mandate: Mandate, at now: Instant) async throws(GatewayError) {
        guard mandate.representative != mandate.principal, mandate.until.map({ now < $0 }) ?? true else {
            throw GatewayError(.invalidRequest, issues: [.mandateImpossible])
        }
        let subject = try identity(of: mandate.principal)
        try await catchUpWithConsent()
        let earlier = try await GatewayError.unavailableIfFailing { try await index.mandates(of: subject) }
        let isKnown = earlier.contains {
            $0.mandate.representative == mandate.representative && $0.mandate.basis == mandate.basis
        }
        guard isKnown || earlier.count < Self.mandateLimit else {
            throw GatewayError(.invalidRequest, issues: [.tooManyMandates])
        }
        let promise = try await enter(.mandate(mandate, subject: subject), about: subject, by: .gateway)
        try await catchUpWithConsent(before: promise)
    }

    /// Who may act for the citizen, or could once; newest first.
    public func mandates(givenBy citizen: VerifiedCitizen) async throws(GatewayError) -> [NamedMandate] {
        try await catchUpWithConsent()
        let subject = try identity(of: citizen.person)
        return named(try await GatewayError.unavailableIfFailing { try await index.mandates(of: subject) })
    }

    /// For whom the citizen may act now.
    public func mandates(heldBy citizen: VerifiedCitizen) async throws(GatewayError) -> [NamedMandate] {
        try await catchUpWithConsent()
        return named(
            try await GatewayError.unavailableIfFailing { try await index.mandates(heldBy: citizen.person) }
        ).filter(\.isInForce)
    }

    private func named(_ mandates: [RegisteredMandate]) -> [NamedMandate] {
        let now = clock()
        return mandates.map {
            NamedMandate(
                name: Hex.text($0.name), mandate: $0.mandate, isInForce: $0.mandate.isInForce(at: now, ages))
        }.sorted { $0.mandate.decided > $1.mandate.decided }
    }

    /// The citizen as somebody who acts for whom this mandate is about: looked up anew for each request, so that what has ended has ended.
    /// - Throws: `notFound` for a mandate that is another's, has ended, or never was.
    public func keeper(
        _ citizen: VerifiedCitizen, byMandate name: String
    ) async throws(GatewayError) -> Keeper {
        let mandates = try await mandates(heldBy: citizen)
        guard let found = mandates.first(where: { $0.name == name }) else { throw GatewayError(.notFound) }
        return .representative(Representative(citizen: citizen, mandate: found.mandate))
    }

    /// - Throws: `notFound` when the keeper may not do this.
    func allow(_ act: Mandate.Scope, to keeper: Keeper, at now: Instant) throws(GatewayError) {
        guard mayAct(act, keeper, at: now) else { throw GatewayError(.notFound) }
    }

    func mayAct(_ act: Mandate.Scope, _ keeper: Keeper, at now: Instant) -> Bool {
        switch keeper {
        case .person(let citizen): ages.allowsOwnAccess(of: citizen.person, at: now)
        case .representative(let representative):
            representative.mandate.isInForce(at: now, ages) && keeper.may(act)
        }
    }
}

extension Issue {
    static let mandateImpossible = Issue(
        .error, "mandate-impossible", .businessRule,
        "Nobody acts for themselves, and no mandate ends before it begins.",
        at: .expression("until"), remedy: "Name another person, and an end in the future or none.")

    static let tooManyMandates = Issue(
        .error, "too-many-mandates", .businessRule, "There are as many representatives as one person can have.",
        remedy: "Change one of them.")
}
