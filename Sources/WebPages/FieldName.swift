public import RecordTypes

/// The names of all form fields and query parameters, shared by the pages that write them and the routes that read them.
public enum FieldName: String, Sendable, CaseIterable {
    /// The keyed token that binds a form to the certificate it was made for.
    case formToken = "form-token"
    /// A record's id, or ``wholeRecord``.
    case record
    /// ``FieldName/everyone`` or an institution.
    case audience
    /// `deny` or `permit`.
    case effect
    /// A day, `2026-03-31`.
    case until
    case from
    /// The case number or other basis of an official's query.
    case caseNumber = "case"
    /// A personal code or `PNOEE-…`.
    case person
    /// The professional who looked: a personal code or `PNOEE-…`.
    case professional
    case institution
    case outcome
    /// `page`, `csv` or `ndjson`.
    case format
    case cursor
    /// A code of v3-ActReason; empty for each.
    case purpose
    /// A role as professionals assert it.
    case role
    /// Days that a ``period`` begins and ends with.
    case periodFrom = "period-from"
    case periodUntil = "period-until"
    /// A look's place on the ledger.
    case look
    /// What a person writes.
    case text
    /// A rule that points at accesses, or several with spaces between.
    case rule, rules
    /// A case's name: `BTG-17`.
    case caseID = "case-id"
    /// What is done in a case.
    case act
    case finding, measure
    /// An order's place on the ledger.
    case order
    /// Which of several lists.
    case choice
    /// Only this purpose, action, or those who read logs.
    case action, readers
    /// A mandate's name.
    case mandate
    case name
    case email
    /// Whether earlier exceptions end with a decision: `end`.
    case exceptions

    /// A box for one part of a mandate.
    public static func scope(_ scope: Mandate.Scope) -> String { "scope-\(scope.rawValue)" }
    /// A box for one kind of event.
    public static func event(_ event: NotificationPreferences.Event) -> String { "event-\(event.rawValue)" }

    /// The value of ``record`` that means documents about some time.
    public static let period = "period"
    /// The value of ``audience`` that means all institutions.
    public static let everyone = "everyone"
    /// The value of ``record`` that means everything.
    public static let wholeRecord = "all"
}
