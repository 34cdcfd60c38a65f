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
            let rules = try await gateway.restrictions(of: visit.caller, requestID: visit.requestID.description)
            var records = try await gateway.ownRecords(of: visit.caller, requestID: visit.requestID.description).records
            if let chosen = query[.record].flatMap({ RecordID($0) }), !records.contains(where: { $0.id == chosen }) {
                // An older one, from its own page.
                records.append(
                    try await gateway.readEntry(
                        chosen, as: .citizen(visit.caller), requestID: visit.requestID.description
                    ).description)
            }
            return Response(
                page: RestrictionsPage(
                    visitor: visit.visitor, records: records.lines(under: rules, at: visit.now), restrictions: rules,
                    chosen: query[.record].flatMap { RecordID($0) },
                    formToken: forms.token(
                        for: visit.caller.fingerprint, listener: visit.settings.name, now: visit.now),
                    saved: query["saved"] != nil))
        }
    }

    /// `POST /restrictions`: one decision; afterwards the browser is sent to the page, which shows it.
    static func changeRestriction(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/restrictions", .page) { visit in
            let form = try await visit.form()
            try forms.check(
                form[.formToken], for: visit.caller.fingerprint, listener: visit.settings.name, now: visit.now)
            let decision = try RestrictionForm(form)
            try await gateway.change(
                decision.effect, for: decision.audience, to: decision.target, until: decision.until, by: visit.caller)
            return .seeOther("/restrictions?saved=1")
        }
    }
}

/// A decision as the form on the restrictions page sends it.
struct RestrictionForm: Hashable {
    let target: Restriction.Target
    let audience: Restriction.Audience
    let effect: Restriction.Effect
    let until: Instant?

    init(_ form: FormFields) throws {
        switch form[.record] {
        case FieldName.wholeRecord: target = .wholeRecord
        case let text?:
            guard let id = RecordID(text) else { throw Self.invalid(.record) }
            target = .record(id)
        case nil: throw Self.invalid(.record)
        }
        switch form[.audience] {
        case FieldName.everyone: audience = .everyone
        // The form's own choice, with the number in its field; or the institution itself, from the buttons that lift a decision.
        case let text?:
            let number = text == FieldName.institution.rawValue ? form[.institution] ?? "" : text
            guard let institution = InstitutionID(number) else { throw Self.invalid(.institution) }
            audience = .institution(institution)
        case nil: throw Self.invalid(.audience)
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
