public import AccessLog
import Ledger
import Oversight
public import RecordTypes
import Statements

/// What a rule of retention would delete, by a name that says so: the dry run gives it, and only that name carries it out.
public struct RetentionPlan: Hashable, Sendable {
    public let category: RetentionCategory
    public let before: Instant
    public let looks: Int
    /// Looks that stay because a case about them is not closed.
    public let heldByCases: Int

    /// The same plan has the same name all day; another number of looks has another.
    public var name: String {
        let digest = Digest.of(Array("\(category.rawValue) \(before) \(looks) \(heldByCases)".utf8))
        return String(digest.hex.prefix(12))
    }
}

/// Deleting looks by rule: what was said is destroyed on the ledger and in the log; that a look was made stays, can be proven, and shows.
extension Gateway {
    /// What would be deleted. Nothing is, and the question is logged.
    /// - Throws: `invalidRequest` for fewer than ``RetentionOrder/leastYears``.
    public func planRetention(
        _ category: RetentionCategory, years: Int, caseNumber: String, as overseer: Overseer, requestID: String
    ) async throws(GatewayError) -> RetentionPlan {
        guard let before = RetentionOrder.limit(years: years, at: clock()) else {
            throw GatewayError(.invalidRequest, issues: [.retainedTooShort])
        }
        let promise = try await admit(overseer, to: .readReaders, caseNumber: caseNumber, requestID: requestID)
        try await catchUpWithConsent(before: promise)
        let held = try await looksInOpenCases()
        return try await GatewayError.unavailableIfFailing {
            let looks = try await accessLog.retained(category, before: before, limit: .max)
            let kept = looks.count { held.contains($0) }
            return RetentionPlan(
                category: category, before: before, looks: looks.count - kept, heldByCases: kept)
        }
    }

    /// Carries a plan out that a dry run has named.
    ///
    /// 1. the order is an entry on the ledger; 2. for each part of the looks: their statements are destroyed on the ledger; 3. their rows go from the
    /// log; 4. both are emptied of what they have overwritten, and the run is finished. A crash after 1, 2 or 3 leaves an open run, which ``finishRetention()`` takes up at the start.
    /// - Throws: `invalidRequest` when the plan's name is not what would be deleted now.
    @discardableResult
    public func applyRetention(
        _ category: RetentionCategory, years: Int, plan name: String, caseNumber: String, as overseer: Overseer,
        requestID: String
    ) async throws(GatewayError) -> RetentionPlan {
        guard case .console(let operatorName) = overseer else {
            throw GatewayError(.notPermitted, issues: [.retentionAtConsole])
        }
        let plan = try await planRetention(
            category, years: years, caseNumber: caseNumber, as: overseer, requestID: requestID)
        guard plan.name == name else { throw GatewayError(.invalidRequest, issues: [.retentionPlanChanged]) }
        let order = RetentionOrder(category: plan.category, before: plan.before, looks: plan.looks)
        let promise = try await enter(
            .administration(RetentionOrder.name, detail: order.detail(by: operatorName.shortened)), about: nil,
            by: .gateway)
        try await catchUpWithConsent(before: promise)
        try await finishRetention()
        return plan
    }

    /// Finishes runs that are open: at the start of a gateway, and while it runs.
    /// - Returns: how many looks were deleted.
    @discardableResult
    public func finishRetention() async throws(GatewayError) -> Int {
        let runs = try await GatewayError.unavailableIfFailing { try await accessLog.openRetentions() }
        guard !runs.isEmpty else { return 0 }
        let held = try await looksInOpenCases()
        var deleted = 0
        for run in runs { deleted += try await finish(run, keeping: held) }
        return deleted
    }

    private func finish(_ run: OpenRetention, keeping held: Set<UInt64>) async throws(GatewayError) -> Int {
        try await GatewayError.unavailableIfFailing {
            var deleted = 0
            var after: UInt64?
            while true {
                let part = try await accessLog.retained(
                    run.order.category, before: run.order.before, after: after, limit: 500)
                guard let last = part.last else { break }
                after = last
                let looks = part.filter { !held.contains($0) }
                try await ledger.destroyLooks(at: looks)
                try await accessLog.delete(looks)
                deleted += looks.count
            }
            try await ledger.forgetDestroyed()
            try await accessLog.finish(run)
            return deleted
        }
    }

    private func looksInOpenCases() async throws(GatewayError) -> Set<UInt64> {
        let open = Set(CaseClock.Stage.allCases).subtracting([.closed])
        let cases = try await GatewayError.unavailableIfFailing {
            try await caseFiles.cases(CaseFiles.Question(stages: open, limit: 1_000_000))
        }
        return Set(cases.flatMap { [$0.id.index] + $0.further })
    }
}

extension Issue {
    static let retainedTooShort = Issue(
        .error, "retained-too-short", .value, "A look is kept for three years at least.", at: .expression("years"),
        rule: "EHDS article 9: a person sees every access for three years.", remedy: "Give three years or more.")

    static let retentionAtConsole = Issue(
        .error, "retention-at-console", .forbidden, "Looks are deleted at the gateway's own machine alone.",
        remedy: "Run ankur access-log retention there.")

    static let retentionPlanChanged = Issue(
        .error, "retention-plan-changed", .businessRule, "That is not what would be deleted now.",
        at: .expression("plan"), rule: "Only what a dry run has shown is deleted.",
        remedy: "Run it without --apply, read it, and give the plan's name.")
}
