/// Decimal numbers as the log formats write them: no sign, no leading zero.
enum DecimalNumber {
    /// - Throws: `malformedNumber` for anything a printer would not have written, or beyond 64 bits.
    static func value(_ text: some Collection<UInt8>, at place: Int?) throws(TransparencyLogError) -> UInt64 {
        guard let first = text.first, text.count == 1 || first != UInt8(ascii: "0") else {
            throw TransparencyLogError(.malformedNumber, at: place)
        }
        var value: UInt64 = 0
        for digit in text {
            guard digit >= 48, digit <= 57 else { throw TransparencyLogError(.malformedNumber, at: place) }
            let (tenfold, tooFar) = value.multipliedReportingOverflow(by: 10)
            let (sum, over) = tenfold.addingReportingOverflow(UInt64(digit - 48))
            guard !tooFar, !over else { throw TransparencyLogError(.malformedNumber, at: place) }
            value = sum
        }
        return value
    }
}
