import JSONText

/// What stands in a FHIR Bundle, wherever: enough to say whether a fact of the source is found there.
///
/// Attachments do not count: a copy of the document in base64 would hold everything.
struct OutputFacts {
    private struct Pair: Hashable {
        let first: String
        let second: String
    }

    /// system and code of each Coding, and of each Quantity.
    private var codings: Set<Pair> = []
    private var identifiers: Set<Pair> = []
    /// value with unit, and value with code, of each Quantity; value with nothing for each number.
    private var quantities: Set<Pair> = []
    private var times: Set<String> = []
    /// Words of all narratives, each div between line feeds.
    private var narratives: [String] = []

    init(_ bundle: JSONValue) { collect(bundle, key: "") }

    func holds(_ fact: Fact, uris: (String) -> [String]) -> Bool {
        switch fact {
        case .code(let code, let system):
            return uris(system).contains { codings.contains(Pair(first: $0, second: code)) }
                || !Self.isURN(system) && codings.contains(Pair(first: "", second: code))
        case .identifier(let root, let text?):
            return uris(root).contains { identifiers.contains(Pair(first: $0, second: text)) }
                || !Self.isURN(root) && identifiers.contains(Pair(first: "", second: text))
        case .identifier(let root, nil):
            let forms = ["urn:oid:\(root)", "urn:uuid:\(root.lowercased())"]
            return forms.contains { identifiers.contains(Pair(first: "urn:ietf:rfc:3986", second: $0)) }
                || !Self.isURN(root) && identifiers.contains(Pair(first: "", second: root))
        case .quantity(let number, let unit):
            return quantities.contains(Pair(first: Self.canonical(number), second: unit ?? ""))
        case .time(let text):
            return times.contains(Self.digits(text))
        case .narrative(let words):
            let text = " " + words.joined(separator: " ") + " "
            return narratives.contains { $0.contains(text) }
        }
    }

    /// Whether an OID or a UUID: what is neither can be no system in FHIR, and its codes and numbers stand without one.
    private static func isURN(_ text: String) -> Bool {
        let arcs = text.split(separator: ".", omittingEmptySubsequences: false)
        let isOID =
            arcs.count > 1 && ["0", "1", "2"].contains(arcs[0])
            && arcs.allSatisfy {
                !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } && ($0 == "0" || $0.first != "0")
            }
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return isOID || groups.map(\.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }

    // MARK: collecting

    private mutating func collect(_ value: JSONValue, key: String) {
        switch value {
        case .object(let members):
            collectObject(value)
            for member in members where member.key != "data" { collect(member.value, key: member.key) }
        case .array(let items):
            for item in items { collect(item, key: key) }
        case .string(let text):
            if key == "div" {
                narratives.append(" " + NarrativeWords(xhtml: text).words.joined(separator: " ") + " ")
            } else {
                collectTime(text)
            }
        case .number, .bool, .null: break
        }
    }

    private mutating func collectObject(_ object: JSONValue) {
        let system = object["system"]?.stringValue ?? ""
        if let code = object["code"]?.stringValue {
            codings.insert(Pair(first: system, second: code))
            // A code that its list does not hold stands without system; which was sent stands beside it.
            for each in object["extension"]?.arrayValue ?? [] where system.isEmpty {
                guard each["url"]?.stringValue?.hasSuffix("/cda-codeSystem") == true,
                    let sent = each["valueString"]?.stringValue
                else { continue }
                codings.insert(Pair(first: "urn:oid:\(sent)", second: code))
            }
        }
        if let value = object["value"]?.stringValue { identifiers.insert(Pair(first: system, second: value)) }
        if case .number(let number)? = object["value"] {
            let value = Self.canonical(number)
            quantities.insert(Pair(first: value, second: ""))
            for name in ["unit", "code"] {
                if let unit = object[name]?.stringValue { quantities.insert(Pair(first: value, second: unit)) }
            }
        }
        collectTiming(object)
    }

    /// `Timing.repeat`: every `period / frequency`; for how long.
    private mutating func collectTiming(_ object: JSONValue) {
        for (name, unitName) in [
            ("period", "periodUnit"), ("periodMax", "periodUnit"), ("duration", "durationUnit"),
            ("durationMax", "durationUnit"),
        ] {
            guard case .number(let number)? = object[name], let unit = object[unitName]?.stringValue else { continue }
            quantities.insert(Pair(first: Self.canonical(number), second: unit))
            if unit == "wk" { quantities.insert(Pair(first: Self.canonical(number), second: "W")) }
            if let frequency = object["frequency"]?.integerValue, frequency > 0, let period = Double(number) {
                let hours = unit == "d" ? 24.0 : unit == "wk" ? 168.0 : 1.0
                let each = period * hours / Double(frequency)
                quantities.insert(Pair(first: Self.canonical(String(each)), second: unit == "min" ? "min" : "h"))
            }
        }
        for event in object["when"]?.arrayValue ?? [] {
            // Timing.repeat.when is a code of TimingEvent, whose system its binding implies.
            if let code = event.stringValue {
                codings.insert(Pair(first: "http://terminology.hl7.org/CodeSystem/v3-TimingEvent", second: code))
            }
        }
        if let offset = object["offset"]?.integerValue {
            quantities.insert(Pair(first: Self.canonical(String(offset)), second: "min"))
            quantities.insert(Pair(first: Self.canonical(String(Double(offset) / 60)), second: "h"))
        }
    }

    /// `2026-04-12T10:30:00+03:00` stands for all its prefixes in HL7 v3 form, with and without the offset.
    private mutating func collectTime(_ text: String) {
        let bytes = text.utf8
        guard (4...40).contains(bytes.count), bytes.prefix(4).allSatisfy({ (48...57).contains($0) }),
            bytes.allSatisfy({ (48...57).contains($0) || "-:.+TZ".utf8.contains($0) })
        else { return }
        let halves = text.split(separator: "T", maxSplits: 1)
        let date = halves[0].filter(\.isNumber)
        for length in [4, 6, 8] where date.count >= length { times.insert(String(date.prefix(length))) }
        guard halves.count == 2 else { return }
        let clock = halves[1].prefix { $0.isNumber || $0 == ":" }.filter(\.isNumber)
        for length in [2, 4, 6] where clock.count >= length { times.insert(date + clock.prefix(length)) }
    }

    /// Digits up to the second; fraction and offset are compared by nobody's rule alike, so they are left out.
    private static func digits(_ text: String) -> String { String(text.prefix { $0.isASCII && $0.isNumber }) }

    /// `72.50` and `+72.5` are one number.
    private static func canonical(_ text: String) -> String {
        guard let number = Double(text) else { return text }
        return number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
    }
}
