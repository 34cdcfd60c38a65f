public import AccessLog
import Ledger
import RecordTypes
public import Reporting

/// How late documents come, and what never comes, with what can be said of the log that it was counted from.
public struct LatenessAnswer: Sendable {
    public let report: LatenessReport
    public let completeness: CompletenessStatement
}

extension Gateway {
    /// Lateness and completeness of documents by institution, for every role: nobody is in it.
    ///
    /// A document is late by the time that it gives for what it is about (CDA `effectiveTime`). A visit is a day on which an institution has looked at somebody
    /// for care and named an encounter; it is documented when the institution files something about them from the day before until
    /// ``LatenessReport/visitTerm`` days later. An order is answered when anybody files something that is no order about the person within
    /// ``LatenessReport/orderTerm`` days. What is not due yet counts for nothing. Documents of one person and institution in one millisecond count once.
    public func lateness(
        _ query: AccessLogQuery, caseNumber: String, as overseer: Overseer, requestID: String
    ) async throws(GatewayError) -> LatenessAnswer {
        let promise = try await admit(overseer, to: .statistics, caseNumber: caseNumber, requestID: requestID)
        try await catchUpWithConsent(before: promise)
        var period = AccessLogQuery()
        (period.from, period.until, period.institution) = (query.from, query.until, query.institution)
        let asked = clock()
        let bound = period
        return try await GatewayError.unavailableIfFailing {
            let filings = try await accessLog.filings(from: bound.from, until: bound.until, by: bound.institution)
            var looks = bound
            looks.purposes = [.treatment, .emergencyTreatment]
            looks.outcomes = [.released]
            let scanned = try await accessLog.facts(matching: looks)
            let visits = Self.visits(scanned, asked)
            let orders = filings.filter {
                $0.document.kind == .order && $0.document.time.advanced(by: .days(LatenessReport.orderTerm)) <= asked
            }
            let people = Set(visits.map { $0.person } + orders.map { $0.person }).sorted()
            let known = try await accessLog.filings(about: people)
            return LatenessAnswer(
                report: LatenessReport(
                    documents: filings.map {
                        LatenessReport.Document(institution: $0.document.institution, days: $0.document.daysLate)
                    },
                    visits: visits.map { visit in
                        let documents = known[visit.person] ?? []
                        return LatenessReport.Expectation(
                            institution: visit.institution,
                            isMet: documents.contains {
                                $0.institution == visit.institution
                                    && $0.time >= visit.day.advanced(by: .days(-1))
                                    && $0.time < visit.day.advanced(by: .days(LatenessReport.visitTerm + 1))
                            })
                    },
                    orders: orders.map { order in
                        let documents = known[order.person] ?? []
                        return LatenessReport.Expectation(
                            institution: order.document.institution,
                            isMet: documents.contains {
                                $0.kind != .order && $0.time > order.document.time
                                    && $0.time <= order.document.time.advanced(by: .days(LatenessReport.orderTerm))
                            })
                    }),
                completeness: try await accessLog.completeness(of: bound, ledgerSize: promise.index + 1))
        }
    }

    private struct Visit: Hashable {
        let institution: InstitutionID
        let person: UInt64
        /// The start of the day, UTC.
        let day: Instant
    }

    private static func visits(_ scanned: ScannedFacts, _ asked: Instant) -> Set<Visit> {
        var visits: Set<Visit> = []
        for one in scanned.facts where one.kind == .institution && one.hasEncounter {
            guard let person = one.person, let place = one.institution else { continue }
            let day = Instant(seconds: one.time.seconds / 86_400 * 86_400)
            guard day.advanced(by: .days(LatenessReport.visitTerm + 1)) <= asked else { continue }
            visits.insert(Visit(institution: scanned.institutions[Int(place)], person: person, day: day))
        }
        return visits
    }
}
