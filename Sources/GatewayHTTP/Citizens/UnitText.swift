/// Units of measure as people write them.
enum UnitText {
    /// A UCUM code (case sensitive form) for a reader: `mm[Hg]` → `mmHg`, `umol/L` → `µmol/L`, `10*9/L` → `×10⁹/L`. What the rules
    /// do not know stays as it is. UCUM: <https://ucum.org/ucum>, §6 (annotations), §7.3 (powers), tables of customary units.
    static func plain(_ code: String) -> String {
        if code == "1" { return "" }
        if code.hasPrefix("10*") || code.hasPrefix("10^") { return power(code) }
        // A divisor that is a mere annotation says nothing: `{copies}/mL`, `mg/{dose}`.
        let factors = code.split(separator: "/", omittingEmptySubsequences: false).map { factor($0) }
        return factors.first.map { first in
            factors.dropFirst().reduce(first) { $1.isEmpty ? $0 : $0 + "/" + $1 }
        } ?? code
    }

    /// `10*9/L`: a count for each of a volume.
    private static func power(_ code: String) -> String {
        let rest = code.dropFirst(3)
        let exponent = rest.prefix { $0.isNumber || $0 == "-" || $0 == "+" }
        let after = rest.dropFirst(exponent.count)
        let raised = exponent.compactMap { superscripts[$0] }
        return "×10" + String(raised) + (after.isEmpty ? "" : plain(String(after)))
    }

    /// Digits of an exponent; a plus says nothing.
    private static let superscripts: [Character: Character] = [
        "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
    ]

    private static func factor(_ code: Substring) -> String {
        if let known = customary[String(code)] { return known }
        // Text in braces says what is counted and is no part of the unit.
        var text = ""
        var depth = 0
        for character in code {
            switch character {
            case "{": depth += 1
            case "}": depth = max(0, depth - 1)
            default: if depth == 0 { text.append(character) }
            }
        }
        text = text.replacing("[Hg]", with: "Hg").replacing("[H2O]", with: "H₂O").replacing("[iU]", with: "IU")
            .replacing("[IU]", with: "IU")
        let isMicro = text.count > 1 && text.first == "u" && microUnits.contains(String(text.dropFirst()))
        return isMicro ? "µ" + text.dropFirst() : text
    }

    private static let microUnits: Set<String> = [
        "g", "L", "l", "m", "mol", "s", "V", "A", "kat", "IU", "U", "eq", "Eq", "Bq", "Ci", "Gy", "Sv", "W",
    ]

    private static let customary: [String: String] = [
        "Cel": "°C", "[degF]": "°F", "deg": "°", "[lb_av]": "lb", "[oz_av]": "oz", "[in_i]": "in", "[ft_i]": "ft",
        "[pH]": "pH", "m2": "m²", "{1.73_m2}": "1.73 m²", "[ppm]": "ppm",
    ]
}
