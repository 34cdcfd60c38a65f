import JSONText
public import RecordTypes

/// A change with who entered it: the detail of an *administration* statement.
///
/// ```json
/// {"by": "mari", "change": {"institution": {…}}}
/// ```
public struct EnteredChange: Hashable, Sendable {
    /// The word of the statement.
    public static let word = "register"

    /// The account on the gateway's machine.
    public let operatorName: String
    public let change: RegisterChange

    public init(_ change: RegisterChange, by operatorName: String) {
        self.change = change
        self.operatorName = operatorName
    }

    /// Canonical JSON. Personal where the change is about a professional: it stands sealed and nowhere else.
    public var detail: String {
        String(
            decoding: JSONValue.of([("by", .string(operatorName)), ("change", change.json)]).canonicalBytes,
            as: UTF8.self)
    }

    /// Nil for anything that ``detail`` does not write.
    public init?(detail: String) {
        guard let json = try? JSONValue(parsing: Array(detail.utf8)), json.objectValue?.count == 2,
            let operatorName = json["by"]?.stringValue, let change = json["change"].flatMap({ try? RegisterChange($0) })
        else { return nil }
        self.init(change, by: operatorName)
    }
}

/// One line of the administration log.
public struct LoggedChange: Hashable, Sendable {
    public let ledgerIndex: UInt64
    public let time: Instant
    public let entered: EnteredChange
}
