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
        name.withUTF8Buffer { name in
            unsafe append(adding: name.count + 4) { room in unsafe room.putKey(name) }
        }
        needsComma = false
    }

    @_disfavoredOverload
    public mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// A name known at compile time and a text: what ``key(_:)`` and ``string(_:)`` write one after the other, in one step.
    public mutating func member(_ name: StaticString, _ value: String) {
        unsafe value.utf8.span.withUnsafeBufferPointer { text in
            var at = 0
            name.withUTF8Buffer { name in
                unsafe append(adding: name.count + text.count + 6) { room in
                    unsafe room.putKey(name)
                    unsafe room.put(UInt8(ascii: "\""))
                    at = unsafe room.putPlain(text, from: 0)
                }
            }
            unsafe appendEscaped(text, from: at)
        }
        needsComma = true
    }

    public mutating func string(_ value: String) { string(value.utf8.span) }

    private mutating func string(_ text: Span<UInt8>) {
        unsafe text.withUnsafeBufferPointer { text in
            var at = 0
            unsafe append(adding: text.count + 3) { room in
                unsafe room.put(UInt8(ascii: "\""))
                at = unsafe room.putPlain(text, from: 0)
            }
            unsafe appendEscaped(text, from: at)
        }
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

    /// What is left of a text from a byte that needs an escape on: up to sixteen escapes at once, each with what follows it as far as
    /// the next one.
    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>, from first: Int) {
        needsComma = false
        var at = first
        while at < text.count {
            unsafe append(adding: text.count - at + 6 * 16) { room in
                for _ in 0..<16 where at < text.count {
                    unsafe room.putEscape(text[at])
                    at = unsafe room.putPlain(text, from: at + 1)
                }
            }
        }
    }

    /// Behind the comma that may be due, what is put into memory asked for once.
    ///
    /// Sound: the capacity asked for holds the comma too, and the count says what was written.
    @inline(__always)
    private mutating func append(adding capacity: Int, _ put: (inout JSONRoom) -> Void) {
        let needsComma = needsComma
        bytes.append(addingCapacity: capacity) { added in
            unsafe added.withUnsafeMutableBufferPointer { added, count in
                guard let start = added.baseAddress else { return }
                var room = unsafe JSONRoom(start)
                if needsComma { unsafe room.put(UInt8(ascii: ",")) }
                unsafe put(&room)
                count = unsafe room.count
            }
        }
    }
}
