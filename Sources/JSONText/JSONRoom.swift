/// Memory asked for behind the bytes written so far, filled from its start.
///
/// Unsafe: whoever puts something there has asked for enough before.
@unsafe
struct JSONRoom {
    private let start: UnsafeMutablePointer<UInt8>
    /// How many bytes of it are filled.
    private(set) var count = 0

    init(_ start: UnsafeMutablePointer<UInt8>) { unsafe self.start = start }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        unsafe start[count] = byte
        unsafe count += 1
    }

    @inline(__always)
    mutating func put(_ run: UnsafeBufferPointer<UInt8>) {
        guard let first = run.baseAddress else { return }
        unsafe (start + count).initialize(from: first, count: run.count)
        unsafe count += run.count
    }

    /// A member's name between quotation marks, with its colon.
    @inline(__always)
    mutating func putKey(_ name: UnsafeBufferPointer<UInt8>) {
        unsafe put(UInt8(ascii: "\""))
        unsafe put(name)
        unsafe put(UInt8(ascii: "\""))
        unsafe put(UInt8(ascii: ":"))
    }

    /// A text from one of its bytes on as far as the next one that needs an escape, and the closing quotation mark if there is none;
    /// gives the place of that byte, or the text's end.
    ///
    /// Eight bytes are tested and copied at once; the last eight perhaps twice.
    @inline(__always)
    mutating func putPlain(_ text: UnsafeBufferPointer<UInt8>, from first: Int) -> Int {
        let target = unsafe start + count - first
        var at = first
        while at + 8 <= text.count {
            let marks = unsafe Self.copyEight(text, at, to: target)
            guard marks == 0 else { return unsafe stop(at: at + marks.trailingZeroBitCount / 8, since: first) }
            at += 8
        }
        if at < text.count, first + 8 <= text.count {
            at = text.count - 8
            let marks = unsafe Self.copyEight(text, at, to: target)
            guard marks == 0 else { return unsafe stop(at: at + marks.trailingZeroBitCount / 8, since: first) }
            at = text.count
        }
        while at < text.count {
            let byte = unsafe text[at]
            guard byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else {
                return unsafe stop(at: at, since: first)
            }
            unsafe target[at] = byte
            at += 1
        }
        unsafe count += at - first
        unsafe put(UInt8(ascii: "\""))
        return at
    }

    private mutating func stop(at place: Int, since first: Int) -> Int {
        unsafe count += place - first
        return place
    }

    /// Copies eight bytes and gives the high bit of each that is a control character, a quotation mark or a backslash: the tests for a
    /// byte less than n and for a byte equal to n of "Bit Twiddling Hacks". The lowest such bit is right, those above it need not be.
    @inline(__always)
    private static func copyEight(
        _ text: UnsafeBufferPointer<UInt8>, _ at: Int, to target: UnsafeMutablePointer<UInt8>
    ) -> UInt64 {
        let source = UnsafeRawBufferPointer(text)
        let word = unsafe UInt64(littleEndian: source.loadUnaligned(fromByteOffset: at, as: UInt64.self))
        unsafe UnsafeMutableRawPointer(target + at).storeBytes(of: word.littleEndian, as: UInt64.self)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let slashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        return ((word &- ones &* 0x20) | (quotes &- ones) | (slashes &- ones)) & ~word & (ones &* 0x80)
    }

    /// The short escapes of RFC 8785 §3.2.2.2, `\u00xx` for the other control characters: six bytes at most.
    mutating func putEscape(_ byte: UInt8) {
        unsafe put(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): unsafe put(byte)
        case 0x08: unsafe put(UInt8(ascii: "b"))
        case 0x09: unsafe put(UInt8(ascii: "t"))
        case 0x0A: unsafe put(UInt8(ascii: "n"))
        case 0x0C: unsafe put(UInt8(ascii: "f"))
        case 0x0D: unsafe put(UInt8(ascii: "r"))
        default:
            unsafe put(UInt8(ascii: "u"))
            unsafe put(UInt8(ascii: "0"))
            unsafe put(UInt8(ascii: "0"))
            unsafe put(byte < 0x10 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
            let low = byte & 15
            unsafe put(low < 10 ? 48 + low : 87 + low)
        }
    }
}
