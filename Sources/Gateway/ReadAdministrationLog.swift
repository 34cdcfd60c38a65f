public import InstitutionRegister
public import RecordTypes

/// One change of the register, as an official reads it.
public struct AdministrationLine: Hashable, Sendable {
    /// Where its entry stands on the ledger.
    public let ledgerIndex: UInt64
    public let time: Instant
    /// The account on the gateway's machine that entered it.
    public let operatorName: String
    /// What changed, in words; people by licence, never by code.
    public let words: String
}

extension Gateway {
    /// Every change of the register for an official, who must give a case number: oldest first. The look is logged first.
    /// - Throws: `invalidRequest` without a case number.
    public func administrationLog(
        of register: InstitutionRegister, caseNumber: String, as official: VerifiedOfficial, requestID: String
    ) async throws(GatewayError) -> [AdministrationLine] {
        let caseNumber = try checked(caseNumber: caseNumber)
        let reader = Reader.official(official)
        let promise = try await log(
            AccessEvent(
                time: clock(), action: .readAccessLog, outcome: .released, actor: reader.actor, purpose: .audit,
                encounter: nil, basis: caseNumber, subject: nil, records: [], requestID: requestID), by: reader)
        try await catchUpWithConsent(before: promise)
        return try await GatewayError.unavailableIfFailing {
            try await register.log().map { line in
                AdministrationLine(
                    ledgerIndex: line.ledgerIndex, time: line.time, operatorName: line.entered.operatorName,
                    words: line.entered.change.words)
            }
        }
    }
}
