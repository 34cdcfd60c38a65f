public import AccessLog
import Identity
import Ledger
public import RecordTypes
import Statements

/// The list of people whom others are curious about: kept by the data protection officer, each change on the ledger, nobody named.
extension Gateway {
    /// Puts a person on the list, or takes them off it. Looks at them are pointed at by ``RecordTypes/DetectionRule/watched`` from the next
    /// report on. What changes nothing makes no entry.
    /// - Throws: `invalidRequest` without a reason in words, on one line.
    public func watch(
        _ person: PersonIdentifier, isWatched: Bool, reason: String, caseNumber: String, as overseer: Overseer,
        requestID: String
    ) async throws(GatewayError) {
        let asked = try await admit(overseer, to: .watchList, caseNumber: caseNumber, requestID: requestID)
        guard reason.isWordsOnOneLine else { throw GatewayError(.invalidRequest, issues: [.watchWithoutReason]) }
        let subject = try identity(of: person)
        try await catchUpWithConsent(before: asked)
        let steps = try await GatewayError.unavailableIfFailing { try await accessLog.watchSteps() }
        guard steps.contains(where: { $0.step.person == subject }) != isWatched else { return }
        let step = WatchStep(
            person: subject, isWatched: isWatched, time: clock(),
            reason: "\(overseer.signature.name), \(caseNumber): \(reason)")
        let promise = try await enter(
            .administration(WatchStep.name, detail: step.detail), about: nil, by: .gateway)
        try await catchUpWithConsent(before: promise)
    }

    /// Who put whom on the list and why; the people themselves are not named.
    public func watchList(
        caseNumber: String, as overseer: Overseer, requestID: String
    ) async throws(GatewayError) -> [(index: UInt64, step: WatchStep)] {
        let promise = try await admit(overseer, to: .watchList, caseNumber: caseNumber, requestID: requestID)
        try await catchUpWithConsent(before: promise)
        return try await GatewayError.unavailableIfFailing { try await accessLog.watchSteps() }
    }
}

extension Issue {
    static let watchWithoutReason = Issue(
        .error, "watch-without-reason", .required, "A change of the list needs a reason in words, on one line.",
        at: .expression("text"), remedy: "Say why.")
}
