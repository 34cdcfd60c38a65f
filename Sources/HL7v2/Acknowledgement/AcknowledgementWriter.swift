internal import RecordTypes

/// Writes the segments of an acknowledgement with the delimiters and in the character set of the message it answers.
struct AcknowledgementWriter {
    private(set) var bytes: [UInt8] = []
    private let header: MessageHeader?
    private let delimiters: Delimiters
    private let characterSet: CharacterSet

    init(header: MessageHeader?) {
        self.header = header
        delimiters = header?.delimiters ?? .standard
        characterSet = header?.characterSet ?? .utf8
    }

    /// MSH: sender and receiver change places; version, processing id and character set are the request's.
    mutating func writeMSH(controlID: String, time: Instant) {
        let version = header?.version ?? []
        var type = Array("ACK".utf8)
        if let event = header?.triggerEvent, !event.isEmpty { type += [delimiters.component] + event }
        if usesErrorFields, header?.triggerEvent.isEmpty == false { type += [delimiters.component] + Array("ACK".utf8) }
        bytes += Array("MSH".utf8)
        bytes.append(delimiters.field)
        bytes += delimiters.encodingCharacters
        let processing = header?.processingID ?? []
        let fields: [[UInt8]] = [
            header?.receivingApplication ?? [], header?.receivingFacility ?? [], header?.sendingApplication ?? [],
            header?.sendingFacility ?? [], Self.timestamp(time), [], type, escaped(controlID),
            processing.isEmpty ? Array("P".utf8) : processing, version.isEmpty ? Array("2.5".utf8) : version,
            [], [], [], [], [], Array(characterSet.hl7Name.utf8),
        ]
        for field in fields {
            bytes.append(delimiters.field)
            bytes += field
        }
        endSegment()
    }

    mutating func writeMSA(code: Acknowledgement.Code, issues: [Issue]) {
        bytes += Array("MSA".utf8)
        add(Array(code.rawValue.utf8))
        add(header?.controlID ?? [])
        // MSA-3 was text for people up to 2.4, when ERR had none.
        if !usesErrorFields, let first = issues.first(where: \.refuses) { add(escaped(first.message)) }
        endSegment()
    }

    /// ERR from 2.5 on: location, condition, severity, application code, diagnostic, text. Before: location and condition in ERR-1.
    mutating func writeERR(_ issue: Issue) {
        let condition = ErrorCondition(issue)
        bytes += Array("ERR".utf8)
        guard usesErrorFields else {
            add(oldLocation(issue.place, condition))
            endSegment()
            return
        }
        add([])
        add(location(issue.place))
        add(joined(["\(condition.rawValue)", condition.text, "HL70357"].map(escaped)))
        add(Array(severity(issue.severity).utf8))
        add(joined([escaped(issue.code), [], Array("L".utf8)]))
        add([])
        add(issue.rule.map { escaped("rule: \($0)") } ?? [])
        add(escaped(issue.message + (issue.remedy.map { " " + $0 } ?? "")))
        endSegment()
    }

    /// Versions from 2.5 on, and unknown ones.
    private var usesErrorFields: Bool {
        guard let version = header?.version, version.count >= 3, version[0] == UInt8(ascii: "2") else { return true }
        return version[2] >= UInt8(ascii: "5")
    }

    private func severity(_ severity: Issue.Severity) -> String {
        switch severity {
        case .fatal: "F"
        case .error: "E"
        case .warning: "W"
        case .information: "I"
        }
    }

    /// ERL: segment, sequence, field, repetition, component, subcomponent.
    private func location(_ place: Issue.Place) -> [UInt8] {
        guard case .hl7(let place) = place else { return [] }
        let numbers = [
            place.sequence, place.field, place.field > 0 ? max(1, place.repetition) : 0, place.component,
            place.subcomponent,
        ]
        let depth = (numbers.lastIndex { $0 > 0 } ?? -1) + 1
        return joined([escaped(place.segment)] + numbers.prefix(depth).map { $0 > 0 ? Array(String($0).utf8) : [] })
    }

    /// ELD: segment, sequence, field, condition as subcomponents.
    private func oldLocation(_ place: Issue.Place, _ condition: ErrorCondition) -> [UInt8] {
        var parts: [[UInt8]] = [[], [], []]
        if case .hl7(let place) = place {
            parts = [
                escaped(place.segment), Array(String(place.sequence).utf8),
                place.field > 0 ? Array(String(place.field).utf8) : [],
            ]
        }
        let code = ["\(condition.rawValue)", condition.text, "HL70357"].map(escaped)
        return joined(parts + [Array(code.joined(separator: [delimiters.subcomponent]))])
    }

    private func joined(_ components: [[UInt8]]) -> [UInt8] {
        Array(components.joined(separator: [delimiters.component]))
    }

    private func escaped(_ text: String) -> [UInt8] {
        Escapes.encoded(characterSet.bytes(text), delimiters: delimiters)
    }

    private mutating func add(_ field: [UInt8]) {
        bytes.append(delimiters.field)
        bytes += field
    }

    private mutating func endSegment() { bytes.append(0x0D) }

    /// `20260301093000.000+0000`.
    private static func timestamp(_ time: Instant) -> [UInt8] {
        let digits = time.rfc3339.filter { ($0 >= 48 && $0 <= 57) || $0 == UInt8(ascii: ".") }
        return digits + Array("+0000".utf8)
    }
}
