import Glibc
import JSONText
public import Logging
public import RecordTypes

/// One JSON object a line, on standard error: time, level, label, message, then metadata.
///
/// Log lines of ours hold no personal data by construction; should a personal code slip into one, here it loses its digits.
public struct JSONLinesLog: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    public var logLevel: Logger.Level
    private let label: String
    private let now: @Sendable () -> Instant
    private let sink: @Sendable ([UInt8]) -> Void

    /// - Parameter sink: takes one whole line with its end; standard error unless a test listens.
    public init(
        label: String, level: Logger.Level, now: @escaping @Sendable () -> Instant,
        sink: @escaping @Sendable ([UInt8]) -> Void = JSONLinesLog.standardError
    ) {
        self.label = label
        self.logLevel = level
        self.now = now
        self.sink = sink
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        if let error = event.error { all["error"] = "\(error)" }
        var json = JSONWriter(reserving: 256)
        json.beginObject()
        json.key("time")
        json.string(now().description)
        json.key("level")
        json.string(event.level.rawValue)
        json.key("label")
        json.string(label)
        json.key("message")
        json.string(event.message.description.withoutPersonalCodes)
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            json.key(key.isReserved ? "_" + key : key)
            json.string(value.description.withoutPersonalCodes)
        }
        json.endObject()
        sink(json.bytes + [UInt8(ascii: "\n")])
    }

    /// One `write` a line, so that lines of several threads do not mix.
    public static func standardError(_ line: [UInt8]) {
        _ = unsafe line.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
    }
}

extension String {
    fileprivate var isReserved: Bool { self == "time" || self == "level" || self == "label" || self == "message" }

    /// Replaces every run of exactly eleven digits that is a valid personal code.
    var withoutPersonalCodes: String {
        let bytes = Array(utf8)
        guard bytes.count >= 11 else { return self }
        var clean: [UInt8] = []
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] >= 48, bytes[end] <= 57 { end += 1 }
            if end - start == 11, (try? PersonalCode(String(decoding: bytes[start..<end], as: UTF8.self))) != nil {
                clean.append(contentsOf: Array("isikukood…".utf8))
            } else {
                clean.append(contentsOf: bytes[start..<end])
            }
            if end < bytes.count { clean.append(bytes[end]) }
            start = end + 1
        }
        return String(decoding: clean, as: UTF8.self)
    }
}
