import AccessLog
import Ledger
import RecordTypes
import Statements

/// What became of holding the access log against the ledger.
public struct AccessLogVerdict: Hashable, Sendable {
    /// Looks that the ledger holds.
    public internal(set) var looks = 0
    /// Looks of erased people, or deleted by rule: that they were is on the ledger, what they were is gone.
    public internal(set) var erased = 0
    /// Positions of looks that the log does not have, a hundred at most.
    public internal(set) var missing: [UInt64] = []
    /// Positions where the log says something else, a hundred at most.
    public internal(set) var different: [UInt64] = []
    /// Positions of looks whose hiding is over and that their person has not been shown, or that were shown to another, a hundred at most.
    public internal(set) var undisclosed: [UInt64] = []
    /// Rows of the log in all; more than looks means that some never were on the ledger.
    public internal(set) var rows = 0
    public internal(set) var entries: UInt64 = 0

    public var isSound: Bool { missing.isEmpty && different.isEmpty && undisclosed.isEmpty && rows == looks - erased }

    public var sentences: [String] {
        var sentences = [
            "\(entries) ledger entries were read; \(looks) of them are looks, \(erased) of erased people or deleted by rule."
        ]
        if !missing.isEmpty { sentences.append("Missing from the access log: \(Self.list(missing)).") }
        if !different.isEmpty { sentences.append("Different in the access log: \(Self.list(different)).") }
        if !undisclosed.isEmpty {
            sentences.append(
                "Hidden, and not shown to whom they concern as the ledger says: \(Self.list(undisclosed)).")
        }
        if rows > looks - erased {
            sentences.append("\(rows - looks + erased) rows of the access log are no looks of the ledger.")
        }
        sentences.append(
            isSound ? "The access log is what the ledger says." : "The access log is NOT what the ledger says.")
        return sentences
    }

    private static func list(_ positions: [UInt64]) -> String { positions.map(String.init).joined(separator: ", ") }
}

extension Gateway {
    /// Holds every look on the ledger against the access log, and the other way round: `ankur access-log verify`. The ledger itself is checked
    /// by `ankur ledger fsck`, and by whoever mirrors it.
    public func verifyAccessLog(
        caseNumber: String, as overseer: Overseer, requestID: String,
        progress: @Sendable (ReportProgress) async -> Void = { _ in }
    ) async throws(GatewayError) -> AccessLogVerdict {
        let promise = try await admit(overseer, to: .readReaders, caseNumber: caseNumber, requestID: requestID)
        try await catchUpWithConsent(before: promise)
        return try await GatewayError.unavailableIfFailing {
            var verdict = AccessLogVerdict()
            let size = promise.index + 1
            var from: UInt64 = 0
            var hiding = HidingCheck()
            while from < size {
                let statements = try await ledger.statements(from: from, limit: 512)
                guard let last = statements.last else { break }
                from = last.index + 1
                for projected in statements where projected.index < size {
                    if projected.kind == .administration { hiding.take(projected) }
                    guard projected.kind == .access else { continue }
                    verdict.looks += 1
                    guard !projected.statement.isEmpty else {
                        verdict.erased += 1
                        continue
                    }
                    guard
                        case .access(let event) = try Statement(
                            reading: projected.statement, subject: projected.subject)
                    else { continue }
                    let row = try await accessLog.event(at: projected.index)
                    if let withheld = event.withheld {
                        if try await accessLog.isErased(withheld.person) {
                            guard row != nil else {
                                verdict.erased += 1
                                continue
                            }
                        } else {
                            hiding.take(withheld, at: projected.index, shownTo: row?.event.subject)
                        }
                    }
                    if row == nil, verdict.missing.count < 100 { verdict.missing.append(projected.index) }
                    if let row, row.event.asEntered != event.asEntered, verdict.different.count < 100 {
                        verdict.different.append(projected.index)
                    }
                }
                await progress(ReportProgress(.comparing, done: Int(min(from, size)), of: Int(size)))
            }
            verdict.undisclosed = hiding.faults(at: clock())
            verdict.entries = size
            verdict.rows = try await accessLog.rows(below: size)
            return verdict
        }
    }
}

/// Hidden looks and what the ledger says became of them.
private struct HidingCheck {
    private var looks: [(index: UInt64, withheld: Withholding, shownTo: LedgerIdentity?)] = []
    private var disclosed: Set<UInt64> = []
    private var ends: [UInt64: Instant] = [:]
    /// The gateway discloses within seconds; an outage is no suppression.
    private static let grace = Duration.days(1)

    mutating func take(_ withheld: Withholding, at index: UInt64, shownTo person: LedgerIdentity?) {
        looks.append((index, withheld, person))
    }

    mutating func take(_ projected: ProjectedStatement) {
        guard case .hiding(let step, _)? = try? Statement(reading: projected.statement, subject: projected.subject)
        else { return }
        switch step.act {
        case .disclose(_, let look): disclosed.insert(look)
        case .revoke(let order, _): ends[order] = step.time
        case .propose, .approve: break
        }
    }

    func faults(at now: Instant) -> [UInt64] {
        let faults = looks.filter { look in
            if disclosed.contains(look.index) { return look.shownTo != look.withheld.person }
            let end = ends[look.withheld.order] ?? look.withheld.until
            return look.shownTo != nil || end.advanced(by: Self.grace) < now
        }
        return faults.prefix(100).map(\.index)
    }
}
