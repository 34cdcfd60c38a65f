/// Units of the Unified Code for Units of Measure, as far as a code can be told from words such as `tablet`.
enum UCUM {
    /// The code when the text can be a UCUM unit, with common misspellings repaired; nil otherwise.
    static func code(_ unit: String) -> String? {
        if let repaired = repairs[unit] { return repaired }
        let bytes = Array(unit.utf8)
        var depth = 0
        var start = 0
        for at in bytes.indices {
            switch bytes[at] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "("), UInt8(ascii: ")"):
                guard depth == 0 else { continue }
                guard isTerm(bytes[start..<at]) else { return nil }
                start = at + 1
            case UInt8(ascii: "!")...UInt8(ascii: "~"): continue
            default: return nil
            }
        }
        guard depth == 0, !bytes.isEmpty, isTerm(bytes[start...]) else { return nil }
        return unit
    }

    private static let repairs = [
        "mm[hg]": "mm[Hg]", "mmHg": "mm[Hg]", "mm Hg": "mm[Hg]", "IU": "[iU]", "iU": "[iU]", "bpm": "/min",
        "beats/min": "/min",
        // Thousands and millions of cells: `K` alone is the kelvin.
        "K/uL": "10*3/uL", "k/uL": "10*3/uL", "M/uL": "10*6/uL", "mcg": "ug", "mcg/mL": "ug/mL", "mcg/dL": "ug/dL",
        "mcg/L": "ug/L", "mcg/h": "ug/h", "mEq": "meq", "mEq/L": "meq/L", "mEq/l": "meq/l", "mOsm/kg": "mosm/kg",
        "IU/L": "[iU]/L", "IU/mL": "[iU]/mL", "mIU/L": "m[iU]/L", "mIU/mL": "m[iU]/mL", "uIU/mL": "u[iU]/mL",
        "C": "Cel", "degC": "Cel", "E9/L": "10*9/L", "E12/L": "10*12/L",
        "E9/l": "10*9/L", "lb": "[lb_av]", "lbs": "[lb_av]", "in": "[in_i]", "F": "[degF]",
    ]

    /// Without those that no clinic uses: they would make units of words (`TA`, `PV`).
    private static let prefixes = "GMkdcmunpf"
    private static let metric: Set<String> = [
        "m", "s", "g", "L", "l", "mol", "eq", "Eq", "osm", "Osm", "Pa", "N", "J", "W", "V", "A", "K", "Cel", "Hz", "Bq",
        "Gy", "Sv",
        "kat", "U", "cd", "rad", "bar", "t", "B", "By", "bit", "Ohm", "F", "C", "S", "T", "Wb", "lm", "lx", "cal",
        "[iU]", "[IU]",
        "m[Hg]", "m[H2O]", "sr", "Ci", "dyn", "erg",
    ]
    private static let plain: Set<String> = [
        "1", "%", "min", "h", "d", "wk", "mo", "a", "deg", "'", "''", "10*", "10^", "[pi]", "[ppth]", "[ppm]", "[ppb]",
        "[pH]",
    ]

    /// One factor: annotation, number, or unit with prefix and exponent.
    private static func isTerm(_ term: ArraySlice<UInt8>) -> Bool {
        var unit = term
        if let brace = unit.firstIndex(of: UInt8(ascii: "{")) {
            guard unit.last == UInt8(ascii: "}") else { return false }
            unit = unit[..<brace]
        }
        if unit.allSatisfy(isDigit) { return true }
        if unit.starts(with: "10*".utf8) || unit.starts(with: "10^".utf8) {
            let exponent = unit.dropFirst(3)
            return (exponent.first.map(isSign) == true ? exponent.dropFirst() : exponent).allSatisfy(isDigit)
        }
        while let last = unit.last, isDigit(last) || isSign(last) { unit.removeLast() }
        if unit.count > 2, unit.first == UInt8(ascii: "["), unit.last == UInt8(ascii: "]") { return true }
        let name = String(decoding: unit, as: UTF8.self)
        if metric.contains(name) || plain.contains(name) { return true }
        guard let first = unit.first, prefixes.utf8.contains(first) else { return false }
        return metric.contains(String(decoding: unit.dropFirst(), as: UTF8.self))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    private static func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") }
}
