import Gateway
import HTTPTypes
import Hummingbird
import RecordIndex
import RecordTypes
import WebPages

extension Route where Caller == VerifiedCitizen {
    /// `GET /restrictions`: the decisions in force and the form for a new one.
    static func restrictionsPage(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.get, "/restrictions", .page) { visit in
            let query = try visit.query()
            let keeper = try await visit.keeper(gateway)
            let rules = try await gateway.restrictions(of: keeper, requestID: visit.requestID.description)
            var records = try await gateway.ownRecords(of: keeper, requestID: visit.requestID.description).records
            if let chosen = query[.record].flatMap({ RecordID($0) }), !records.contains(where: { $0.id == chosen }) {
                // An older one, from its own page.
                records.append(
                    try await gateway.readEntry(
                        chosen, as: keeper.reader, requestID: visit.requestID.description
                    ).description)
            }
            let chosen = query[.record].flatMap { RecordID($0) }
            let about = records.first { $0.id == chosen }
            return Response(
                page: RestrictionsPage(
                    visitor: visit.visitor(keeper), records: records.lines(under: rules, at: visit.now),
                    restrictions: rules,
                    chosen: chosen,
                    viewers: about.map { Gateway.viewers(of: $0, under: rules, at: visit.now) } ?? [],
                    formToken: forms.token(
                        for: visit.caller.fingerprint, listener: visit.settings.name, now: visit.now),
                    saved: query["saved"] != nil, exceptions: query["exceptions"].flatMap { Int($0) } ?? 0),
                in: visit.request.language)
        }
    }

    /// `POST /restrictions`: one decision; afterwards the browser is sent to the page, which shows it.
    static func changeRestriction(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/restrictions", .page) { visit in
            let form = try await visit.checkedForm(forms)
            let decision = try RestrictionForm(form)
            let change = try await gateway.change(
                decision.effect, for: decision.audience, to: decision.target, purpose: decision.purpose,
                until: decision.until, replacesNarrower: form[.exceptions] != nil, by: try await visit.keeper(gateway))
            return .seeOther("/restrictions?saved=1&exceptions=\(change.exceptions.count)")
        }
    }
}

/// A decision as the form on the restrictions page sends it.
struct RestrictionForm: Hashable {
    let target: Restriction.Target
    let audience: Restriction.Audience
    let purpose: PurposeOfUse?
    let effect: Restriction.Effect
    let until: Instant?

    init(_ form: FormFields) throws {
        target = try Self.target(form)
        audience = try Self.audience(form)
        purpose = try form[.purpose].map { code in
            guard let purpose = PurposeOfUse(rawValue: code) else { throw Self.invalid(.purpose) }
            return purpose
        }
        guard let effect = form[.effect].flatMap(Restriction.Effect.init(rawValue:)) else {
            throw Self.invalid(.effect)
        }
        self.effect = effect
        if let text = form[.until] {
            // The last day counts in full.
            guard let day = FormDay(text) else { throw Self.invalid(.until) }
            until = day.end
        } else {
            until = nil
        }
    }

    private static func target(_ form: FormFields) throws -> Restriction.Target {
        guard let text = form[.record] else { throw invalid(.record) }
        if text == FieldName.period {
            // Days on Estonian clocks, both in full; one of them may be open.
            let from = try form[.periodFrom].map { try day($0, .periodFrom).start } ?? .beforeAllDates
            let until = try form[.periodUntil].map { try day($0, .periodUntil).end } ?? .afterAllDates
            guard from < until, form[.periodFrom] != nil || form[.periodUntil] != nil else {
                throw invalid(.periodFrom)
            }
            return .period(DateSpan(start: from, end: until))
        }
        guard let target = Restriction.Target(fieldValue: text) else { throw invalid(.record) }
        return target
    }

    private static func audience(_ form: FormFields) throws -> Restriction.Audience {
        switch form[.audience] {
        case nil: throw invalid(.audience)
        // The form's own choices, with what they need in a field beside; or the reader itself, from the buttons.
        case FieldName.institution.rawValue:
            guard let institution = form[.institution].flatMap({ InstitutionID($0) }) else {
                throw invalid(.institution)
            }
            return .institution(institution)
        case FieldName.professional.rawValue:
            guard let person = form[.professional].flatMap({ PersonIdentifier(typed: $0) }) else {
                throw invalid(.professional)
            }
            return .professional(person)
        case FieldName.role.rawValue:
            guard let role = form[.role], RoleName.isWellFormed(role) else { throw invalid(.role) }
            return .role(role)
        case let text?:
            guard let audience = Restriction.Audience(fieldValue: text) else { throw invalid(.audience) }
            return audience
        }
    }

    private static func day(_ text: String, _ field: FieldName) throws -> FormDay {
        guard let day = FormDay(text) else { throw invalid(field) }
        return day
    }

    private static func invalid(_ field: FieldName) -> HTTPFault {
        .badRequest(.parameterInvalid(field.rawValue, remedy: "Choose one of the values that the form offers."))
    }
}

/// A day of a date field, on Estonian clocks.
struct FormDay: Hashable {
    let start: Instant
    /// The first moment of the next day.
    let end: Instant

    /// Nil for anything but `2026-03-31`.
    init?(_ text: String) {
        guard text.utf8.count == 10, let utc = Instant(rfc3339: text) else { return nil }
        start = LocalTime.midnight(ofDayStartingInUTCAt: utc)
        end = LocalTime.midnight(ofDayStartingInUTCAt: utc.advanced(by: .seconds(86_400)))
    }
}
