import JSONText

/// A piece of the answer to a question about the access log, as it comes.
///
/// ```
/// {"progress":"explaining 50000 of 1000000"}     any number of these
/// {"sentences":[…]}  or  {"error":"…"}            one
/// bytes of the report                             to the end
/// ```
public enum ConsolePart: Hashable, Sendable {
    /// How far it has come; nothing of the report.
    case progress(String)
    /// What can be said about the completeness. The report follows.
    case head([String])
    /// Why there is no report.
    case failure(String)
    case report([UInt8])

    var bytes: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        switch self {
        case .report(let bytes): return bytes
        case .progress(let words):
            json.key("progress")
            json.string(words)
        case .failure(let words):
            json.key("error")
            json.string(words)
        case .head(let sentences):
            json.key("sentences")
            json.beginArray()
            for sentence in sentences { json.string(sentence) }
            json.endArray()
        }
        json.endObject()
        return json.bytes + [UInt8(ascii: "\n")]
    }

    /// Nil for a line that ``bytes`` does not write.
    fileprivate init?(line: [UInt8]) {
        guard let json = try? JSONValue(parsing: line), json.objectValue?.count == 1 else { return nil }
        if let words = json["progress"]?.stringValue {
            self = .progress(words)
        } else if let words = json["error"]?.stringValue {
            self = .failure(words)
        } else if let list = json["sentences"]?.arrayValue {
            self = .head(list.compactMap(\.stringValue))
        } else {
            return nil
        }
    }
}

/// Takes an answer apart as its bytes arrive.
struct ConsoleParts {
    private var line: [UInt8] = []
    private(set) var isWhole = false
    private var isBroken = false

    /// The parts that are whole now.
    mutating func take(_ bytes: [UInt8]) -> [ConsolePart] {
        guard !isBroken else { return [] }
        if isWhole { return [.report(bytes)] }
        line += bytes
        var parts: [ConsolePart] = []
        while !isWhole, let end = line.firstIndex(of: UInt8(ascii: "\n")) {
            guard let part = ConsolePart(line: Array(line[..<end])) else {
                isBroken = true
                return parts
            }
            line = Array(line[(end + 1)...])
            parts.append(part)
            if case .progress = part { continue }
            isWhole = true
        }
        if isWhole, !line.isEmpty {
            parts.append(.report(line))
            line = []
        }
        return parts
    }
}
