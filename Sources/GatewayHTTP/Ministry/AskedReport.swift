import AccessLog
import RecordTypes
import WebPages

/// An official's question, read: every field that is filled in is understood, or the question is refused.
struct AskedReport: Sendable {
    let question: AccessReportQuestion
    let person: PersonIdentifier?
    private let base: AccessLogQuery

    init(_ form: FormFields) throws {
        question = AccessReportQuestion(
            caseNumber: form[.caseNumber] ?? "", person: form[.person] ?? "", professional: form[.professional] ?? "",
            institution: form[.institution] ?? "", from: form[.from] ?? "", until: form[.until] ?? "",
            outcome: form[.outcome] ?? "", purpose: form[.purpose] ?? "", action: form[.action] ?? "")
        person = try Self.person(.person, form)
        var query = AccessLogQuery()
        query.professional = try Self.person(.professional, form)
        query.institution = try Self.read(.institution, form, "Give a registration number such as NTREE-90000001.") {
            InstitutionID($0)
        }
        query.from = try Self.read(.from, form, "Give a day such as 2026-03-31.") { FormDay($0)?.start }
        query.until = try Self.read(.until, form, "Give a day such as 2026-03-31.") { FormDay($0)?.end }
        if let outcome = try Self.read(.outcome, form, "Choose a result.", { AccessEvent.Outcome(rawValue: $0) }) {
            query.outcomes = [outcome]
        }
        if let purpose = try Self.read(.purpose, form, "Choose a purpose.", { PurposeOfUse(rawValue: $0) }) {
            query.purposes = [purpose]
        }
        if question.action == AccessReportQuestion.readers {
            query.actions = [.readAccessLog]
            query.kinds = [.official, .operatorConsole]
        } else if let action = try Self.read(.action, form, "Choose an act.", { AccessEvent.Action(rawValue: $0) }) {
            query.actions = [action]
        }
        query.cursor = try Self.read(.cursor, form, "Use the button of the page before.") { AccessLogCursor($0) }
        base = query
    }

    func query(limit: Int) -> AccessLogQuery {
        var query = base
        query.limit = limit
        return query
    }

    private static func person(_ field: FieldName, _ form: FormFields) throws -> PersonIdentifier? {
        try read(field, form, "Give a personal code, or PNOEE-… as in a certificate.") { PersonIdentifier(typed: $0) }
    }

    private static func read<Value>(
        _ field: FieldName, _ form: FormFields, _ remedy: String, _ make: (String) -> Value?
    ) throws -> Value? {
        guard let text = form[field] else { return nil }
        guard let value = make(text) else {
            throw HTTPFault.badRequest(.parameterInvalid(field.rawValue, remedy: remedy))
        }
        return value
    }
}

extension PersonIdentifier {
    /// What people type: an Estonian personal code, or the form of certificates.
    init?(typed text: String) {
        if let code = try? PersonalCode(text) { self.init(code) } else { self.init(semantics: text) }
    }
}
