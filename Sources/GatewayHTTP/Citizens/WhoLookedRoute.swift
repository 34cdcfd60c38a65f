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
            let query = AccessLogQuery(
                from: from?.start, until: until?.end, limit: 50, cursor: form[.cursor].flatMap { AccessLogCursor($0) })
            let answer = try await gateway.whoHasRead(
                query, as: visit.caller, requestID: visit.requestID.description)
            let titles = try await gateway.ownTitles(
                of: visit.caller, among: answer.events.lazy.flatMap(\.event.records).prefix(Self.titledRecords))
            let lines = answer.events.map { logged in
                AccessLine(
                    logged.event, titles: titles,
                    isOwn: logged.event.actor.kind == .citizen && logged.event.actor.person == visit.caller.person)
            }
            return Response(
                page: WhoLookedPage(
                    visitor: visit.visitor, lines: lines, from: form[.from], until: form[.until],
                    next: answer.next?.description,
                    completeness: WhoLookedPage.Completeness(
                        entries: answer.completeness.counters?.entries ?? 0, hasGap: answer.completeness.hasGap)))
        }
    }
}

extension Visit {
    /// A day of a date field; nil when it is empty.
    func day(_ field: FieldName, in form: FormFields) throws -> FormDay? {
        guard let text = form[field] else { return nil }
        guard let day = FormDay(text) else {
            throw HTTPFault.badRequest(.parameterInvalid(field.rawValue, remedy: "Give a day such as 2026-03-31."))
        }
        return day
    }
}
