import JSONText

/// What was asked for, and what can be said about its completeness.
///
/// On the socket: one line of JSON, `{"sentences":[…]}` or `{"error":"…"}`, then the report.
public struct ConsoleAnswer: Hashable, Sendable {
    /// The report as it is printed.
    public let report: [UInt8]
    public let sentences: [String]
    /// Why there is no report.
    public let error: String?

    init(report: [UInt8], sentences: [String], error: String?) {
        self.report = report
        self.sentences = sentences
        self.error = error
    }

    static let unreadableQuestion = ConsoleAnswer(report: [], sentences: [], error: "the question cannot be read")

    var bytes: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        if let error {
            json.key("error")
            json.string(error)
        } else {
            json.key("sentences")
            json.beginArray()
            for sentence in sentences { json.string(sentence) }
            json.endArray()
        }
        json.endObject()
        return json.bytes + [UInt8(ascii: "\n")] + report
    }

    /// Nil for anything that ``bytes`` does not write.
    init?(reading bytes: [UInt8]) {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")),
            let json = try? JSONValue(parsing: Array(bytes[..<end]))
        else { return nil }
        let error = json["error"]?.stringValue
        let sentences = json["sentences"]?.arrayValue
        guard (error == nil) != (sentences == nil) else { return nil }
        self.init(
            report: Array(bytes[(end + 1)...]), sentences: sentences?.compactMap(\.stringValue) ?? [], error: error)
    }
}
