public import RecordTypes

/// One rule that a document must meet, and what a breach of it costs. Never changed, and shared by all documents.
public final class Requirement: Sendable {
    /// What must hold.
    public enum Condition: Hashable, Sendable {
        /// A part of the CDA header, or the body, that must be there.
        case header(HeaderElement)
        /// A section of this kind, anywhere in the document.
        case section(SectionKind)
        /// A field of an HL7 v2 message: `PID-3`.
        case field(String)
        /// Paths into the document.
        case path(PathRule)
    }

    /// As the profile writes it: `header.id`, `section.allergies`, `PID-3`, or a path.
    public let element: String
    public let condition: Condition
    public let severity: Issue.Severity
    /// The stable code of the issue.
    public let code: String
    public let message: String
    public let remedy: String
    /// The clause of the standard and the profile line: `CDA R2 4.2.1.3; profiles/core/conformance.yaml:7`.
    public let rule: String

    public init(
        element: String, condition: Condition, severity: Issue.Severity, code: String, message: String, remedy: String,
        rule: String
    ) {
        self.element = element
        self.condition = condition
        self.severity = severity
        self.code = code
        self.message = message
        self.remedy = remedy
        self.rule = rule
    }

    /// Whether it is about an element that profiles name instead of writing its path.
    var isNamed: Bool { if case .path = condition { false } else { true } }

    /// The finding that this requirement is not met.
    public func issue(at place: Issue.Place) -> Issue {
        Issue(severity, code, .required, message, at: place, rule: rule, remedy: remedy)
    }
}

extension Requirement: Equatable {
    public static func == (left: Requirement, right: Requirement) -> Bool {
        left.element == right.element && left.condition == right.condition && left.severity == right.severity
            && left.code == right.code && left.message == right.message && left.remedy == right.remedy
            && left.rule == right.rule
    }
}

/// A part of a CDA document that a rule can require by name.
public enum HeaderElement: String, Hashable, Sendable, CaseIterable {
    case typeId = "header.typeId"
    case templateId = "header.templateId"
    case id = "header.id"
    case code = "header.code"
    case title = "header.title"
    case effectiveTime = "header.effectiveTime"
    case confidentialityCode = "header.confidentialityCode"
    case languageCode = "header.languageCode"
    case setId = "header.setId"
    case versionNumber = "header.versionNumber"
    case recordTarget = "header.recordTarget"
    case patientIdentifier = "header.patient.id"
    case patientName = "header.patient.name"
    case patientGender = "header.patient.gender"
    case patientBirthTime = "header.patient.birthTime"
    case author = "header.author"
    case custodian = "header.custodian"
    case encompassingEncounter = "header.encompassingEncounter"
    case legalAuthenticator = "header.legalAuthenticator"
    case body
}

/// A rule about paths: in each place that `each` selects (the document itself when nil), `requires` must select something,
/// one of `oneOf` when that is not empty; `forbids` must select nothing.
public struct PathRule: Hashable, Sendable {
    public let each: RulePath?
    public let requires: RulePath?
    public let forbids: RulePath?
    public let oneOf: [String]

    public init(each: RulePath?, requires: RulePath?, forbids: RulePath?, oneOf: [String]) {
        self.each = each
        self.requires = requires
        self.forbids = forbids
        self.oneOf = oneOf
    }
}

/// `rules`: what documents must hold, for one type of document or for all of a family (`cda`, `hl7v2`).
enum Conformance {
    static let columns = [
        "applies-to", "element", "each", "requires", "forbids", "one-of", "severity", "code", "message", "remedy",
        "clause",
    ]

    static func add(_ row: ProfileRow, to image: inout ProfileImageWriter) throws(ProfileFault) {
        let families = row.list("applies-to")
        guard !families.isEmpty else { throw row.fault(.missingCell, "applies-to is empty") }
        for family in families where family != "cda" && family != "hl7v2" && !image.has(.documentType, family) {
            throw row.fault(.invalidCell, "\(family) is neither cda nor hl7v2 nor the id of a document type")
        }
        let severity = try row.word("severity", as: Issue.Severity.self)
        let clause = row.optional("clause").map { $0 + "; " } ?? ""
        var element = row.optional("element")
        if element == nil, let named = row.optional("requires"), Requirement.isNamed(named), row.optional("each") == nil
        {
            element = named
        }
        let texts: [String?] = [
            element, element == nil ? row.optional("each") : nil, element == nil ? row.optional("requires") : nil,
            row.optional("forbids"), row.optional("one-of"), severity.rawValue, try row.required("code"),
            try row.required("message"), try row.required("remedy"), clause + row.citation,
        ]
        if Requirement(texts: texts) == nil { throw row.fault(.invalidCell, try Self.reason(texts, row)) }
        let number = image.record(.rule, texts)
        for family in families {
            if let element {
                // One rule about a named element for each type: of two nobody would know which counts.
                let marker = image.record(.word, [row.citation])
                try image.set(.rules, [family, "element", element], marker, row)
            }
            image.append(.rules, [family], number, row)
        }
    }

    private static func reason(_ texts: [String?], _ row: ProfileRow) throws(ProfileFault) -> String {
        if let element = texts[0] { return "\(element) is no element that a rule can name" }
        for (name, text) in [("each", texts[1]), ("requires", texts[2]), ("forbids", texts[3])] {
            if let text, RulePath(text) == nil { return "\(name): \(text) is no path" }
        }
        return "a rule requires or forbids something"
    }
}

extension Requirement {
    /// Whether a text names an element instead of being a path.
    static func isNamed(_ text: String) -> Bool {
        Condition(element: text) != nil || text.hasPrefix("header.") || text.hasPrefix("section.")
    }

    /// Nil for what this program cannot check.
    convenience init?(texts: [String?]) {
        guard texts.count == 10, let severity = Issue.Severity(rawValue: texts.text(5)) else { return nil }
        let condition: Condition
        let shown: String
        if let element = texts[0] {
            guard let named = Condition(element: element), texts[1] == nil, texts[3] == nil, texts[4] == nil else {
                return nil
            }
            (condition, shown) = (named, element)
        } else {
            var paths: [RulePath?] = []
            for text in texts[1...3] {
                guard let text else {
                    paths.append(nil)
                    continue
                }
                guard let path = RulePath(text) else { return nil }
                paths.append(path)
            }
            guard paths[1] != nil || paths[2] != nil else { return nil }
            let values = (texts[4] ?? "").split(separator: ",").map { String($0.trimmingSpaces) }
            condition = .path(PathRule(each: paths[0], requires: paths[1], forbids: paths[2], oneOf: values))
            shown = texts[2] ?? texts.text(3)
        }
        self.init(
            element: shown, condition: condition, severity: severity, code: texts.text(6), message: texts.text(7),
            remedy: texts.text(8), rule: texts.text(9))
    }
}

extension Requirement.Condition {
    /// What an element's name stands for; nil for none.
    init?(element: String) {
        if let header = HeaderElement(rawValue: element) {
            self = .header(header)
        } else if element.hasPrefix("section."), let kind = SectionKind(rawValue: String(element.dropFirst(8))) {
            self = .section(kind)
        } else {
            let parts = element.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].count == 3,
                parts[0].allSatisfy({ $0 >= 48 && $0 <= 57 || $0 >= 65 && $0 <= 90 }),
                !parts[1].isEmpty, parts[1].allSatisfy({ $0 >= 48 && $0 <= 57 })
            else { return nil }
            self = .field(element)
        }
    }
}
