import RecordTypes

/// The `date` parameter of FHIR searches (R4 3.1.1.5.9) as a period with its end not included.
struct DatePeriod: Hashable {
    var from: Instant?
    var until: Instant?

    /// - Parameter texts: each a prefix (`eq`, `ge`, `gt`, `le`, `lt`, or none for `eq`) and a date or an instant; joined by AND.
    /// - Throws: ``HTTPFault`` for anything else.
    init(_ texts: [String]) throws {
        for text in texts {
            let prefix = String(text.prefix(2))
            let isPrefixed = prefix.allSatisfy { $0.isLetter && $0.isASCII }
            guard let value = Value(isPrefixed ? String(text.dropFirst(2)) : text) else { throw Self.invalid }
            switch isPrefixed ? prefix : "eq" {
            case "eq":
                raise(to: value.start)
                lower(to: value.end)
            case "ge": raise(to: value.start)
            case "gt": raise(to: value.end)
            case "le": lower(to: value.end)
            case "lt": lower(to: value.start)
            default: throw Self.invalid
            }
        }
    }

    private mutating func raise(to instant: Instant) { from = max(from ?? instant, instant) }
    private mutating func lower(to instant: Instant) { until = min(until ?? instant, instant) }

    /// The span that a date or an instant covers at its precision.
    private struct Value {
        let start: Instant
        let end: Instant

        init?(_ text: String) {
            if text.utf8.count == 10 {
                guard let day = FormDay(text) else { return nil }
                start = day.start
                end = day.end
            } else {
                guard text.utf8.count > 10, let instant = Instant(rfc3339: text) else { return nil }
                start = instant
                end = instant.advanced(by: text.contains(".") ? .milliseconds(1) : .seconds(1))
            }
        }
    }

    private static var invalid: HTTPFault {
        .badRequest(
            .parameterInvalid("date", remedy: "Give eq, ge, gt, le or lt and a day or an instant: date=ge2026-01-01."))
    }
}
