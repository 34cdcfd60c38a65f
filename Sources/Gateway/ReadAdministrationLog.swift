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
    /// - Throws: `notPermitted` for a role without the right; `invalidRequest` without a case number.
    public func administrationLog(
        of register: InstitutionRegister, caseNumber: String, as official: VerifiedOfficial, requestID: String
    ) async throws(GatewayError) -> [AdministrationLine] {
        let promise = try await admit(
            .official(official), to: .readReaders, caseNumber: caseNumber, requestID: requestID)
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
