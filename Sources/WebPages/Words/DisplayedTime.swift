import MarkupText
import RecordTypes

extension Words {
    /// `3 November 2026`, on Estonian clocks.
    func day(_ instant: Instant) -> String {
        let local = LocalTime(instant)
        return longDate(local.day, months[Int(local.month) - 1], local.year)
    }

    /// `3 November 2026, 14:05`.
    func moment(_ instant: Instant) -> String { "\(day(instant)), \(LocalTime(instant).clock)" }

    /// A moment that a program can read too.
    func time(_ instant: Instant, text: String) -> Markup {
        tag("time", Attribute("datetime", instant.description), text: text)
    }

    /// A FHIR date or dateTime as its author wrote it, with no more precision than it has; anything else stays as it is.
    func documentTime(_ text: String) -> String {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int64? {
            guard range.upperBound <= bytes.count, bytes[range].allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
            return Int64(String(decoding: bytes[range], as: UTF8.self))
        }
        guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), (1...12).contains(month)
        else { return text }
        let date = longDate(day, months[Int(month) - 1], year)
        guard bytes.count >= 16, bytes[10] == UInt8(ascii: "T"), number(11..<13) != nil, number(14..<16) != nil else {
            return date
        }
        return "\(date), \(String(decoding: bytes[11..<16], as: UTF8.self))"
    }

    /// Two FHIR dates or dateTimes; an end that is not known stays open.
    func documentPeriod(from: String?, until: String?) -> String {
        switch (from, until) {
        case (let from?, let until?) where from == until: documentTime(from)
        case (nil, nil): ""
        default: "\(from.map(documentTime) ?? "…") – \(until.map(documentTime) ?? "…")"
        }
    }
}
