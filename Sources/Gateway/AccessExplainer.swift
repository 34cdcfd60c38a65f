public import AccessLog
public import RecordTypes
public import Reporting

/// Explains the accesses of a log: facts first, then what shows beside other accesses and in the relations of the people, then each by itself.
///
/// Reads only; who may ask, and that it is logged, is the use case's to see to.
public struct AccessExplainer: Sendable {
    private let log: AccessLogProjection

    public init(_ log: AccessLogProjection) { self.log = log }

    /// - Parameters:
    ///   - asked: the time of the report: what could have been filed until then.
    ///   - progress: told as the work goes on.
    /// - Complexity: one pass over the facts, one look-up a person and part; only the queue's events are opened.
    public func explain(
        _ query: AccessLogQuery, _ question: ExplainQuestion, asked: Instant,
        progress: @Sendable (ReportProgress) async -> Void = { _ in }
    ) async throws -> (report: ExplainedReport, queue: [ExplainedReport.Line], isCut: Bool) {
        let scanned = try await log.facts(matching: query, limit: question.limit + 1) { done in
            await progress(ReportProgress(.reading, done: done, of: nil))
        }
        let facts = Array(scanned.facts.prefix(question.limit))
        let total = facts.count
        await progress(ReportProgress(.comparing, done: 0, of: total))
        let relations = try await relations(of: facts, question, until: asked)
        let patterns = AccessPatterns(facts, reach: relations.reach)
        await progress(ReportProgress(.comparing, done: total, of: total))

        let hours = question.hours ?? OpeningHours()
        var report = ExplainedReport(keeping: question.lines, pointedAtBy: question.rules)
        // People by parts, so that what is known of them is in memory a part at a time.
        let part = 50_000
        for start in stride(from: 0, to: total, by: part) {
            let slice = facts[start..<min(start + part, total)]
            let people = Set(slice.lazy.filter { $0.kind == .institution }.compactMap(\.person))
            let filings = try await log.filings(about: people.sorted())
            for one in slice {
                let institution = one.institution.map { scanned.institutions[Int($0)] }
                var circumstances = Explanation.Circumstances(asked: asked)
                circumstances.signals = patterns.signals(one).union(relations.signals(one, institution))
                if one.kind == .institution {
                    circumstances.isOpen = hours.isOpen(institution, at: one.time)
                    circumstances.take(one.person.flatMap { filings[$0] } ?? [], by: institution)
                }
                report.add(one, Explanation(of: one, in: circumstances))
            }
            await progress(ReportProgress(.explaining, done: min(start + part, total), of: total))
        }
        var queue = report.queue
        for place in queue.indices { queue[place].event = try await log.event(at: queue[place].ledgerIndex)?.event }
        queue.removeAll { $0.event?.isHidden(from: query.asker) ?? false }
        return (report, queue, scanned.facts.count > total)
    }

    private func relations(
        of facts: [AccessFacts], _ question: ExplainQuestion, until asked: Instant
    ) async throws -> AccessRelations {
        var counts: [UInt64: (looks: Int, last: UInt64)] = [:]
        for one in facts {
            guard one.kind == .institution, let professional = one.professional else { continue }
            counts[professional, default: (0, 0)].looks += 1
            counts[professional]?.last = one.ledgerIndex
        }
        // Ninety days are counted for those alone who look much; the others cannot have come so far.
        let busy = counts.values.filter { $0.looks >= 20 }.map(\.last).sorted()
        let end = facts.last?.time ?? asked
        let reach = try await log.reach(
            of: try await log.professionals(at: busy), from: end.advanced(by: .zero - .days(90)),
            until: end.advanced(by: .milliseconds(1)))
        var staff: [InstitutionID: Set<UInt64>] = [:]
        for (institution, people) in question.staff {
            let numbers = people.map { log.number(ofProfessional: $0) }
            staff[institution] = Set(try await log.ownRecords(of: numbers).values)
        }
        return AccessRelations(
            own: try await log.ownRecords(of: counts.keys), kin: try await log.kin(of: counts.keys),
            staff: staff, withdrawals: try await log.withdrawals(), reach: reach, watched: try await log.watched())
    }
}

extension Explanation.Circumstances {
    fileprivate mutating func take(_ documents: [FiledDocument], by institution: InstitutionID?) {
        isKnownAnywhere = !documents.isEmpty
        for document in documents {
            if document.institution == institution { filed.append(document.time) }
            switch document.kind {
            case .order: ordered.append(document.time)
            case .prescription: prescribed.append(document.time)
            case .other: break
            }
        }
    }
}

/// What is known of the people in many accesses.
private struct AccessRelations: Sendable {
    let own: [UInt64: UInt64]
    let kin: [UInt64: Set<UInt64>]
    let staff: [InstitutionID: Set<UInt64>]
    let withdrawals: [UInt64: [Withdrawal]]
    let reach: [UInt64: Int]
    let watched: Set<UInt64>

    func signals(_ facts: AccessFacts, _ institution: InstitutionID?) -> Set<DetectionRule> {
        guard facts.kind == .institution, let person = facts.person else { return [] }
        var signals: Set<DetectionRule> = []
        if watched.contains(person) { signals.insert(.watched) }
        if let professional = facts.professional {
            if own[professional] == person { signals.insert(.ownRecord) }
            if kin[professional]?.contains(person) ?? false { signals.insert(.family) }
        }
        if let institution {
            if staff[institution]?.contains(person) ?? false, facts.professional.flatMap({ own[$0] }) != person {
                signals.insert(.coWorker)
            }
            if isClosed(person, to: institution, at: facts.time), facts.basis != .allowedByCitizen {
                signals.insert(.afterWithdrawal)
            }
        }
        return signals
    }

    /// The latest word towards this institution or everyone counts, as far as whole records go.
    private func isClosed(_ person: UInt64, to institution: InstitutionID, at time: Instant) -> Bool {
        let words = withdrawals[person]?.filter { word in
            (word.institution == nil || word.institution == institution) && word.decided <= time
                && (word.until.map { time < $0 } ?? true)
        }
        // What is said about one institution counts before what is said about everyone.
        return (words?.last { $0.institution != nil } ?? words?.last)?.denies ?? false
    }
}
