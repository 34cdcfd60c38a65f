import JSONText
public import RecordTypes

/// The forms of an access report.
public enum ReportFormat: String, Hashable, Sendable, CaseIterable {
    case table, csv, ndjson
    /// For a terminal, explained first: ``Reporting/ExplainedReport``.
    case explained
    /// For a terminal: whether the access log is what the ledger says.
    case verified
    /// For a terminal: accesses by institution and outcome, small numbers suppressed.
    case counts
    /// For a terminal: how late documents come, by institution.
    case lateness
    case latenessCSV = "lateness-csv"
    case latenessNDJSON = "lateness-ndjson"
}

/// What someone at the gateway's own machine asks of the access log.
public struct ConsoleQuestion: Hashable, Sendable {
    public var caseNumber: String
    /// The account that asks; kept in the log.
    public var operatorName: String
    public var person: PersonIdentifier?
    public var professional: PersonIdentifier?
    public var institution: InstitutionID?
    public var from: Instant?
    public var until: Instant?
    /// Empty: all.
    public var outcomes: [AccessEvent.Outcome]
    /// Empty: all.
    public var purposes: [PurposeOfUse] = []
    /// Empty: all.
    public var actions: [AccessEvent.Action] = []
    /// Only what the ministry and operators read.
    public var readersOnly = false
    /// Only what one of these rules points at, explained; empty: what needs a look.
    public var rules: [DetectionRule] = []
    public var format: ReportFormat

    public init(caseNumber: String, operatorName: String) {
        self.caseNumber = caseNumber
        self.operatorName = operatorName
        outcomes = []
        format = .table
    }
}

extension ConsoleQuestion {
    /// One line of JSON without its end.
    var bytes: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.key("case")
        json.string(caseNumber)
        json.key("operator")
        json.string(operatorName)
        json.key("format")
        json.string(format.rawValue)
        for (name, value) in [
            ("person", person?.semantics), ("professional", professional?.semantics),
            ("institution", institution?.semantics), ("from", from?.description), ("until", until?.description),
        ] {
            guard let value else { continue }
            json.key(name)
            json.string(value)
        }
        for (name, words) in [
            ("outcomes", outcomes.map(\.rawValue)), ("purposes", purposes.map(\.rawValue)),
            ("actions", actions.map(\.rawValue)), ("rules", rules.map(\.rawValue)),
        ] where name == "outcomes" || !words.isEmpty {
            json.key(name)
            json.beginArray()
            for word in words { json.string(word) }
            json.endArray()
        }
        if readersOnly {
            json.key("readersOnly")
            json.bool(true)
        }
        json.endObject()
        return json.bytes
    }

    /// Nil for anything that ``bytes`` does not write.
    init?(reading bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), let caseNumber = json["case"]?.stringValue,
            let operatorName = json["operator"]?.stringValue,
            let format = json["format"]?.stringValue.flatMap(ReportFormat.init(rawValue:)),
            let words = json["outcomes"]?.arrayValue
        else { return nil }
        self.init(caseNumber: caseNumber, operatorName: operatorName)
        self.format = format
        outcomes = words.compactMap { $0.stringValue.flatMap(AccessEvent.Outcome.init(rawValue:)) }
        guard outcomes.count == words.count else { return nil }
        func list<Word: RawRepresentable<String>>(_ name: String) -> [Word]? {
            guard let member = json[name] else { return [] }
            guard let texts = member.arrayValue else { return nil }
            let words = texts.compactMap { $0.stringValue.flatMap(Word.init(rawValue:)) }
            return words.count == texts.count ? words : nil
        }
        guard let purposes: [PurposeOfUse] = list("purposes"), let actions: [AccessEvent.Action] = list("actions"),
            let rules: [DetectionRule] = list("rules")
        else { return nil }
        self.purposes = purposes
        self.actions = actions
        self.rules = rules
        readersOnly = json["readersOnly"]?.boolValue ?? false
        func read<Value>(_ name: String, _ make: (String) -> Value?) -> (isReadable: Bool, value: Value?) {
            guard let member = json[name] else { return (true, nil) }
            let value = member.stringValue.flatMap(make)
            return (value != nil, value)
        }
        let person = read("person") { PersonIdentifier(semantics: $0) }
        let professional = read("professional") { PersonIdentifier(semantics: $0) }
        let institution = read("institution") { InstitutionID($0) }
        let from = read("from") { Instant(rfc3339: $0) }
        let until = read("until") { Instant(rfc3339: $0) }
        guard person.isReadable, professional.isReadable, institution.isReadable, from.isReadable, until.isReadable
        else {
            return nil
        }
        self.person = person.value
        self.professional = professional.value
        self.institution = institution.value
        self.from = from.value
        self.until = until.value
    }
}
