extension JSONValue {
    /// The canonical form of RFC 8785: members sorted by UTF-16 code units, numbers as ECMAScript prints doubles.
    ///
    /// Two texts that mean the same I-JSON value have the same canonical bytes. Integers beyond 2⁵³ are rounded as the RFC
    /// says: statements keep such values in strings.
    public var canonicalBytes: [UInt8] {
        var json = JSONWriter()
        writeCanonical(to: &json)
        return json.bytes
    }

    private func writeCanonical(to json: inout JSONWriter) {
        switch self {
        case .object(let members):
            json.beginObject()
            for member in members.sorted(by: { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }) {
                let key: String = member.key
                json.key(key)
                member.value.writeCanonical(to: &json)
            }
            json.endObject()
        case .array(let values):
            json.beginArray()
            for value in values { value.writeCanonical(to: &json) }
            json.endArray()
        case .number(let text): json.number(text: ECMAScriptNumber.text(text))
        case .string, .bool, .null: write(to: &json)
        }
    }
}

/// `Number::toString` of ECMA-262 §6.1.6.1.20, radix 10.
enum ECMAScriptNumber {
    /// The text of the double nearest to a JSON number; `null` for what no finite double stands for, as JSON.stringify has it.
    static func text(_ number: String) -> String {
        if let integer = Int64(number), integer.magnitude <= 1 << 53 { return String(integer) }
        guard let value = Double(number), value.isFinite else { return "null" }
        return text(value)
    }

    static func text(_ value: Double) -> String {
        if value == 0 { return "0" }
        let (digits, point) = shortestDigits(value.magnitude)
        let sign = value < 0 ? "-" : ""
        let count = digits.count
        let body: String
        if count <= point, point <= 21 {
            body = digits + String(repeating: "0", count: point - count)
        } else if point > 0, point <= 21 {
            body = digits.prefix(point) + "." + digits.dropFirst(point)
        } else if point > -6, point <= 0 {
            body = "0." + String(repeating: "0", count: -point) + digits
        } else {
            let exponent = point - 1
            let mantissa = count == 1 ? digits : digits.prefix(1) + "." + digits.dropFirst(1)
            body = mantissa + "e" + (exponent < 0 ? "-" : "+") + String(exponent.magnitude)
        }
        return sign + body
    }

    /// The fewest significant digits that read back as `value`, and where the decimal point stands: 0.`digits` × 10^`point`.
    ///
    /// The standard library prints the shortest round-tripping digits, the closest where several are equally short: the
    /// digits that ECMA-262 asks for. Only its layout differs.
    private static func shortestDigits(_ value: Double) -> (digits: String, point: Int) {
        let parts = value.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        var digits = String(mantissa[0])
        var point = digits.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        if mantissa.count > 1 { digits += mantissa[1] }
        while digits.hasPrefix("0"), digits.count > 1 {
            digits.removeFirst()
            point -= 1
        }
        while digits.hasSuffix("0"), digits.count > 1 { digits.removeLast() }
        return (digits, point)
    }
}
