/// A FHIR date, dateTime or time on its way to text. The longest has a fraction of nine digits and an offset.
struct DateText {
    private var bytes = InlineArray<35, UInt8>(repeating: 0)
    private var count = 0

    init() {}

    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    init(year: Int64, month: Int64?, day: Int64?) {
        append(year / 100)
        append(year % 100)
        if let month { append("-", month) }
        if month != nil, let day { append("-", day) }
    }

    /// `HH:MM:SS`.
    mutating func append(hour: Int64, minute: Int64, second: Int64) {
        append(hour)
        append(":", minute)
        append(":", second)
    }

    /// What stands behind a date: `THH:MM:SS`, the digits of a fraction, and the offset in minutes.
    mutating func append(hour: Int64, minute: Int64, second: Int64, fraction: String?, offset: Int64) {
        append(UInt8(ascii: "T"))
        append(hour: hour, minute: minute, second: second)
        if let fraction {
            append(UInt8(ascii: "."))
            for digit in fraction.utf8 { append(digit) }
        }
        append(offset < 0 ? "-" : "+", abs(offset) / 60)
        append(":", abs(offset) % 60)
    }

    private mutating func append(_ byte: UInt8) {
        bytes[count] = byte
        count += 1
    }

    /// A number below 100 in two digits.
    private mutating func append(_ number: Int64) {
        append(UInt8(48 + number / 10))
        append(UInt8(48 + number % 10))
    }

    private mutating func append(_ mark: Unicode.Scalar, _ number: Int64) {
        append(UInt8(ascii: mark))
        append(number)
    }

    /// Sound: the text is made before the borrow ends.
    var string: String {
        unsafe bytes.span.extracting(first: count).withUnsafeBufferPointer {
            unsafe String(decoding: $0, as: UTF8.self)
        }
    }
}
