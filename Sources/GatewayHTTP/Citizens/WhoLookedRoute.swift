import AccessLog
import Gateway
import HTTPTypes
import Hummingbird
import RecordTypes
import WebPages

extension Route where Caller == VerifiedCitizen {
    /// Of how many records a page looks up the titles; the others show their ids.
    private static var titledRecords: Int { 2_000 }

    /// `GET /log`: who looked, at what, why; refused attempts too.
    static func whoLooked(_ gateway: Gateway) -> Route {
        Route(.get, "/log", .page) { visit in
            let form = try visit.query()
            let from = try visit.day(.from, in: form)
            let until = try visit.day(.until, in: form)
            var query = AccessLogQuery(
                from: from?.start, until: until?.end, limit: 50, cursor: form[.cursor].flatMap { AccessLogCursor($0) })
            query.institution = try visit.word(.institution, in: form) { InstitutionID($0) }
            query.outcomes = Set(
                try visit.word(.outcome, in: form) { AccessEvent.Outcome(rawValue: $0) }.map { [$0] } ?? [])
            let keeper = try await visit.keeper(gateway)
            let answer = try await gateway.whoHasRead(
                query, as: keeper, requestID: visit.requestID.description)
            let titles = try await gateway.ownTitles(
                of: keeper, among: answer.events.lazy.flatMap(\.event.records).prefix(Self.titledRecords))
            let asked = try await gateway.inquiries(of: keeper).byLook
            let lines = answer.events.map { logged in
                AccessLine(
                    logged.event, titles: titles,
                    isOwn: logged.event.actor.kind == .citizen && logged.event.actor.person == keeper.person,
                    index: logged.index, inquiry: asked[logged.index])
            }
            return Response(
                page: WhoLookedPage(
                    visitor: visit.visitor(keeper), lines: lines,
                    filter: WhoLookedPage.Filter(
                        from: form[.from], until: form[.until], institution: form[.institution],
                        outcome: form[.outcome]),
                    next: answer.next?.description,
                    completeness: WhoLookedPage.Completeness(
                        entries: answer.completeness.counters?.entries ?? 0, hasGap: answer.completeness.hasGap,
                        deleted: answer.completeness.deleted)),
                in: visit.request.language)
        }
    }
}

extension [InquiryState] {
    /// By the look that they are about.
    var byLook: [UInt64: InquiryState] {
        Dictionary(
            compactMap { state in
                if case .look(let look) = state.inquiry.matter { (look.index, state) } else { nil }
            }, uniquingKeysWith: { first, _ in first })
    }
}

extension Visit {
    /// A value of a field that has few; nil when it is empty.
    fileprivate func word<Word>(_ field: FieldName, in form: FormFields, _ make: (String) -> Word?) throws -> Word? {
        guard let text = form[field] else { return nil }
        guard let word = make(text) else {
            throw HTTPFault.badRequest(
                .parameterInvalid(field.rawValue, remedy: "Give one that the form offers, or nothing."))
        }
        return word
    }

    /// A day of a date field; nil when it is empty.
    func day(_ field: FieldName, in form: FormFields) throws -> FormDay? {
        guard let text = form[field] else { return nil }
        guard let day = FormDay(text) else {
            throw HTTPFault.badRequest(.parameterInvalid(field.rawValue, remedy: "Give a day such as 2026-03-31."))
        }
        return day
    }
}
