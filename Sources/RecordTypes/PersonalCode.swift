/// An Estonian personal code (isikukood) whose form, date and check digit were verified: `GYYMMDDSSSC`.
///
/// For what people type and what documents carry. A validated certificate is *not* judged by the check digit:
/// published test cards break it.
public struct PersonalCode: Hashable, Sendable {
    /// Eleven ASCII digits.
    public let digits: String

    /// - Throws: ``PersonalCodeError`` for a wrong length, character, date or check digit.
    public init(_ text: some StringProtocol) throws(PersonalCodeError) {
        let bytes = Array(text.utf8)
        guard bytes.count == 11 else { throw .wrongLength }
        guard bytes.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { throw .notADigit }
        let values = bytes.map { Int($0) - 48 }
        guard (1...8).contains(values[0]) else { throw .impossibleDate }
        let century = Int64(1800 + (values[0] - 1) / 2 * 100)
        guard
            CivilDate.days(
                year: century + Int64(values[1] * 10 + values[2]), month: Int64(values[3] * 10 + values[4]),
                day: Int64(values[5] * 10 + values[6])) != nil
        else { throw .impossibleDate }
        guard Self.checkDigit(values) == values[10] else { throw .wrongCheckDigit }
        digits = String(decoding: bytes, as: UTF8.self)
    }

    /// Two rounds of weights modulo 11; a second remainder of 10 counts as 0.
    private static func checkDigit(_ values: [Int]) -> Int {
        let first = zip(values, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]).reduce(0) { $0 + $1.0 * $1.1 } % 11
        guard first == 10 else { return first }
        let second = zip(values, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]).reduce(0) { $0 + $1.0 * $1.1 } % 11
        return second == 10 ? 0 : second
    }
}

extension PersonalCode: CustomStringConvertible {
    /// Hides the digits: fit for logs.
    public var description: String { "isikukood …" }
}

public enum PersonalCodeError: Error, Hashable, Sendable {
    case wrongLength
    case notADigit
    case impossibleDate
    case wrongCheckDigit
}
