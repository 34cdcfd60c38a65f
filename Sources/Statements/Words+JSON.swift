import JSONText
import RecordTypes

/// An object without the members that have no value.
func object(_ members: [(String, JSONValue?)]) -> JSONValue {
    .object(members.compactMap { key, value in value.map { JSONMember(key: key, value: $0) } })
}

/// Words of ours in the order of their spelling; nothing where there are none.
func words<Word: RawRepresentable<String>>(_ words: Set<Word>) -> JSONValue? {
    words.isEmpty ? nil : .array(words.map(\.rawValue).sorted().map(JSONValue.string))
}

extension LedgerIdentity {
    init?(hex text: String) {
        guard let bytes = Hex.bytes(text), Hex.text(bytes) == text else { return nil }
        self.init(bytes)
    }
}

extension Digest {
    /// Only the lower-case spelling that is written.
    init?(canonical text: String) {
        guard let digest = Digest(hex: text), digest.hex == text else { return nil }
        self = digest
    }
}

extension PersonIdentifier {
    var json: JSONValue {
        object([("scheme", .string(scheme.rawValue)), ("country", .string(country)), ("number", .string(number))])
    }

    init(members: inout MemberReader) throws(StatementError) {
        let scheme = try members.word("scheme", Scheme.init(rawValue:))
        let country = try members.text("country")
        guard let person = PersonIdentifier(scheme: scheme, country: country, number: try members.text("number")) else {
            throw StatementError(.invalidValue)
        }
        self = person
    }
}

extension DocumentID {
    var json: JSONValue { object([("root", .string(root)), ("extension", `extension`.map(JSONValue.string))]) }

    init(members: inout MemberReader) throws(StatementError) {
        self.init(root: try members.text("root"), extension: try members.optionalText("extension"))
    }
}

extension CodedWord {
    var json: JSONValue {
        object([("system", .string(system)), ("code", .string(code)), ("display", display.map(JSONValue.string))])
    }

    init(members: inout MemberReader) throws(StatementError) {
        self.init(
            system: try members.text("system"), code: try members.text("code"),
            display: try members.optionalText("display"))
    }
}
