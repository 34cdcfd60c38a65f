/// Writes compact JSON (RFC 8259) as UTF-8 bytes. Commas are the writer's business; nesting is the caller's.
///
/// ```swift
/// var json = JSONWriter()
/// json.beginObject()
/// json.key("resourceType")
/// json.string("Patient")
/// json.endObject()
/// ```
public struct JSONWriter: Sendable {
    public private(set) var bytes: [UInt8]
    /// A value stands before this place in the same object or array.
    private var needsComma = false

    public init(reserving capacity: Int = 1024) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    public mutating func beginObject() { open(UInt8(ascii: "{")) }
    public mutating func endObject() { close(UInt8(ascii: "}")) }
    public mutating func beginArray() { open(UInt8(ascii: "[")) }
    public mutating func endArray() { close(UInt8(ascii: "]")) }

    /// A member's name known at compile time: ASCII letters, digits and punctuation without quotes and backslashes.
    public mutating func key(_ name: StaticString) {
        name.withUTF8Buffer { name in unsafe appendQuoted(name, isKey: true) }
    }

    @_disfavoredOverload
    public mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    public mutating func string(_ value: String) { string(value.utf8.span) }

    private mutating func string(_ text: Span<UInt8>) {
        guard Self.needsEscape(text) else {
            unsafe text.withUnsafeBufferPointer { text in unsafe appendQuoted(text, isKey: false) }
            return
        }
        comma()
        bytes.append(UInt8(ascii: "\""))
        appendEscaped(text)
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// Invalid UTF-8 becomes U+FFFD: the output is valid whatever the input is.
    public mutating func string(utf8 value: [UInt8]) {
        guard value.allSatisfy({ $0 < 0x80 }) else {
            string(String(decoding: value, as: UTF8.self))
            return
        }
        string(value.span)
    }

    public mutating func integer(_ value: some BinaryInteger) { number(text: String(value)) }

    /// A number as written, so that `72.50` stays `72.50`. The caller vouches that it is a JSON number.
    public mutating func number(text: String) {
        comma()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    public mutating func bool(_ value: Bool) { number(text: value ? "true" : "false") }

    public mutating func null() { number(text: "null") }

    /// One whole JSON value, already valid.
    public mutating func raw(_ json: [UInt8]) {
        comma()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    /// A place to come back to, before a key or a value.
    public struct Mark: Hashable, Sendable {
        fileprivate let count: Int
        fileprivate let needsComma: Bool
    }

    public var mark: Mark { Mark(count: bytes.count, needsComma: needsComma) }

    /// Takes back everything written since the mark was made.
    public mutating func rewind(to mark: Mark) {
        bytes.removeLast(bytes.count - mark.count)
        needsComma = mark.needsComma
    }

    private mutating func open(_ bracket: UInt8) {
        comma()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func comma() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    /// A run without anything to escape between quotation marks, as a key with its colon, behind the comma that may be due: memory is
    /// asked for once, and the run copied as a whole.
    ///
    /// Sound: the capacity asked for holds the run and its four marks, and the count says what was written.
    @inline(__always)
    private mutating func appendQuoted(_ run: UnsafeBufferPointer<UInt8>, isKey: Bool) {
        let needsComma = needsComma
        bytes.append(addingCapacity: run.count + 4) { added in
            unsafe added.withUnsafeMutableBufferPointer { added, count in
                if needsComma {
                    unsafe added[0] = UInt8(ascii: ",")
                    count = 1
                }
                unsafe added[count] = UInt8(ascii: "\"")
                count += 1
                if let start = run.baseAddress, let end = added.baseAddress {
                    unsafe (end + count).initialize(from: start, count: run.count)
                    count += run.count
                }
                unsafe added[count] = UInt8(ascii: "\"")
                count += 1
                if isKey {
                    unsafe added[count] = UInt8(ascii: ":")
                    count += 1
                }
            }
        }
        self.needsComma = !isKey
    }

    /// Sound because a `StaticString` with a pointer representation lives as long as the program.
    private mutating func appendUnchecked(_ name: StaticString) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }

    /// Runs that need no escape are copied as they are; the short escapes of RFC 8785 §3.2.2.2, `\u00xx` for the other
    /// control characters.
    private mutating func appendEscaped(_ text: Span<UInt8>) {
        var start = 0
        var at = 0
        while at < text.count {
            if at + 8 <= text.count, !Self.needsEscape(eightBytes: text, at) {
                at += 8
                continue
            }
            let byte = text[at]
            if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                at += 1
                continue
            }
            append(text.extracting(start..<at))
            appendEscape(byte)
            at += 1
            start = at
        }
        append(text.extracting(start..<at))
    }

    /// Whether a text holds anything to escape: eight bytes at a time, the last eight perhaps twice.
    private static func needsEscape(_ text: Span<UInt8>) -> Bool {
        let count = text.count
        guard count >= 8 else {
            for at in 0..<count {
                let byte = text[at]
                if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return true }
            }
            return false
        }
        var at = 0
        while at + 8 <= count {
            if needsEscape(eightBytes: text, at) { return true }
            at += 8
        }
        return needsEscape(eightBytes: text, count - 8)
    }

    /// Whether one of eight bytes is a control character, a quotation mark or a backslash: the tests for a byte less than n
    /// and for a byte equal to n of "Bit Twiddling Hacks".
    ///
    /// Sound: the raw span checks its bounds, and any eight bytes are an integer.
    @inline(__always)
    private static func needsEscape(eightBytes text: Span<UInt8>, _ at: Int) -> Bool {
        let word = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let slashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        let marks =
            (word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes
        return marks & (ones &* 0x80) != 0
    }

    /// Sound: the buffer is copied before the span's borrow ends.
    private mutating func append(_ run: Span<UInt8>) {
        guard !run.isEmpty else { return }
        unsafe run.withUnsafeBufferPointer { run in unsafe bytes.append(contentsOf: run) }
    }

    private mutating func appendEscape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            appendUnchecked("u00")
            bytes.append(byte < 0x10 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
            let low = byte & 15
            bytes.append(low < 10 ? 48 + low : 87 + low)
        }
    }
}
