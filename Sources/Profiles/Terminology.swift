/// What the profiles know of a code list: which version is in force, and how its codes look. Never changed, and shared by all who
/// ask for it.
public final class Terminology: Sendable {
    /// How codes of a system can be told without knowing them.
    public enum Form: String, Hashable, Sendable, CaseIterable {
        /// Digits, a hyphen, and a check digit by modulo 10.
        case loinc
        /// Six to eighteen digits, the last by Verhoeff's rule.
        case sctid
    }

    /// As FHIR names the system.
    public let system: String
    public let name: String
    /// The version in force: numbers between dots, or a date. Nil when none is followed.
    public let version: String?
    /// Until when documents with an older version are taken without complaint from the ministry: a date. Nil when for good.
    public let acceptedUntil: String?
    public let form: Form?
    /// Whether the code lists hold every code of the system.
    public let isComplete: Bool

    /// Nil for a form that this program does not know.
    init?(texts: [String?]) {
        let form = texts.optional(4).flatMap(Form.init(rawValue:))
        guard (texts.optional(4) == nil) == (form == nil) else { return nil }
        system = texts.text(0)
        name = texts.text(1)
        version = texts.optional(2)
        acceptedUntil = texts.optional(3)
        self.form = form
        isComplete = texts.optional(5) == "yes"
    }

    /// Whether a version is older than the one in force; unknown forms are not.
    public func isOlder(_ sent: String) -> Bool {
        guard let version, let own = Self.arcs(version), let other = Self.arcs(sent) else { return false }
        return other.lexicographicallyPrecedes(own)
    }

    private static func arcs(_ text: String) -> [Int]? {
        var arcs: [Int] = []
        for part in text.split(whereSeparator: { $0 == "." || $0 == "-" }) {
            guard let arc = Int(part), arc >= 0 else { return nil }
            arcs.append(arc)
        }
        return arcs.isEmpty ? nil : arcs
    }
}

extension Terminology.Form {
    /// Whether a code can be one of such a system.
    public func fits(_ code: String) -> Bool {
        let bytes = code.utf8.span
        switch self {
        case .loinc:
            guard let first = bytes.isEmpty ? nil : bytes[0] else { return false }
            // LOINC parts and answers have other forms of their own: LP…, LA….
            if first == UInt8(ascii: "L") { return true }
            let count = bytes.count
            guard count >= 3, count <= 10, bytes[count - 2] == UInt8(ascii: "-"), Self.isDigit(bytes[count - 1]) else {
                return false
            }
            var sum = 0
            for place in 1...(count - 2) {
                let digit = bytes[count - 2 - place]
                guard Self.isDigit(digit) else { return false }
                let value = Int(digit - 48) * (place % 2 == 1 ? 2 : 1)
                sum += value / 10 + value % 10
            }
            return (10 - sum % 10) % 10 == Int(bytes[count - 1] - 48)
        case .sctid:
            // A post-coordinated expression has more than digits; only its first word is looked at.
            var digits = 0
            while digits < bytes.count, Self.isDigit(bytes[digits]) { digits += 1 }
            guard digits == bytes.count || code.utf8.contains(where: { ":+|= ".utf8.contains($0) }) else {
                return false
            }
            return (6...18).contains(digits) && Verhoeff.holds(bytes.extracting(first: digits))
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
}

/// Verhoeff's check digit, as SNOMED CT identifiers carry it.
enum Verhoeff {
    /// Ten digits for each of eight places.
    private static let permutation: [UInt8] = {
        let first: [UInt8] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
        var rows: [UInt8] = Array(0...9) + first
        while rows.count < 80 { rows += rows.suffix(10).map { first[Int($0)] } }
        return rows
    }()

    /// Multiplication in the dihedral group of order ten.
    private static func times(_ a: Int, _ b: Int) -> Int {
        switch (a < 5, b < 5) {
        case (true, true): (a + b) % 5
        case (true, false): (a + b - 5) % 5 + 5
        case (false, true): (a - 5 - b + 5) % 5 + 5
        case (false, false): (a - b + 5) % 5
        }
    }

    /// Whether these digits end in theirs.
    static func holds(_ digits: Span<UInt8>) -> Bool {
        let permutation = permutation.span
        var check = 0
        for place in digits.indices {
            let digit = Int(digits[digits.count - 1 - place] - 48)
            check = times(check, Int(permutation[place % 8 * 10 + digit]))
        }
        return check == 0
    }
}

/// `terminologies.tsv` and `codes/NAME.tsv`: versions in force, and codes.
enum Terminologies {
    static let columns = ["system", "name", "version", "accepted-until", "form", "complete"]
    static let codeColumns = ["system", "code", "display"]

    static func add(_ row: ProfileRow, to image: inout ProfileImageWriter) throws(ProfileFault) {
        let system = try row.required("system")
        guard CodeSystems.isKnown(system, in: image) else {
            throw row.fault(.unknownSystem, "no table of code systems knows \(system)")
        }
        let texts = [
            system, try row.required("name"), row.optional("version"), row.optional("accepted-until"),
            row.optional("form"), try row.required("complete"),
        ]
        guard ["yes", "no"].contains(texts[5]), Terminology(texts: texts) != nil else {
            throw row.fault(.invalidCell, "complete is yes or no, form is empty, loinc or sctid")
        }
        if let until = texts[3], !isDate(until) { throw row.fault(.invalidCell, "\(until) is no date YYYY-MM-DD") }
        try image.set(.terminology, [system], image.record(.terminology, texts), row)
    }

    static func addCode(_ row: ProfileRow, to image: inout ProfileImageWriter) throws(ProfileFault) {
        let system = try row.required("system")
        guard let texts = image.texts(.terminology, .terminology, system) else {
            throw row.fault(.unknownSystem, "terminologies.tsv does not name \(system)")
        }
        let code = try row.required("code")
        let number = image.record(.terminology, texts)
        try image.set(.code, [system, code], image.record(.word, [row.optional("display") ?? ""]), row)
        image.append(.codeAnywhere, [code], number, row)
    }

    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], let month = Int(parts[1]), let day = Int(parts[2]),
            Int(parts[0]) != nil
        else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }
}
