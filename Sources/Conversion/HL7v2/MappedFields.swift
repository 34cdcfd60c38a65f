import HL7v2
import Profiles
import RecordTypes

/// Which fields of each segment become something in the record: what else holds a value is named in the outcome, so that nothing is
/// lost without a word.
///
/// Set ids and what only numbers or repeats (the sequence of a segment, an action code that is read with another) count as mapped.
struct MappedFields {
    /// Bit n for field n, up to 63.
    private let bits: UInt64

    private static func set(_ fields: [Int]) -> MappedFields {
        MappedFields(bits: fields.reduce(0) { $0 | 1 << UInt64($1) })
    }

    func contains(_ number: Int) -> Bool { number < 64 && bits & (1 << UInt64(number)) != 0 }

    /// By the name of the segment; none for segments that are not mapped at all.
    static let table: [String: MappedFields] = [
        "EVN": set([1, 2]),
        "PID": set([
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 29, 30, 35, 40,
        ]),
        "PD1": set([3, 4, 6, 12, 14]),
        "NK1": set([1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 15, 16, 20, 30, 31, 32, 33, 37, 40, 41]),
        "PV1": set([
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 19, 36, 37, 38, 42, 43, 44, 45, 50, 52, 53, 54,
        ]),
        "PV2": set([1, 3, 8, 9, 11, 12, 13, 22, 25, 38]),
        "AL1": set([1, 2, 3, 4, 5, 6]),
        "IAM": set([1, 2, 3, 4, 5, 6, 7, 11, 13, 17]),
        "DG1": set([1, 2, 3, 4, 5, 6, 16, 19, 20, 21]),
        "PR1": set([1, 2, 3, 4, 5, 7, 8, 11, 12, 15, 19, 20]),
        "IN1": set([1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18, 19, 36, 43, 49]),
        "OBR": set([
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 22, 24, 25, 26, 27, 29, 31, 32, 33, 34, 35, 36, 39,
            46,
            47, 53,
        ]),
        "ORC": set([1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 14, 16, 19, 21, 22, 23, 24, 29, 33, 38]),
        "OBX": set([1, 2, 3, 4, 5, 6, 7, 8, 11, 14, 15, 16, 17, 18, 20, 21, 23, 24, 25]),
        "SPM": set([1, 2, 3, 4, 6, 7, 8, 12, 14, 17, 18, 20, 21, 24, 27, 30, 31, 32]),
        "RXA": set([1, 2, 3, 5, 6, 7, 9, 10, 11, 15, 16, 17, 18, 19, 20, 21, 27]),
        "RXE": set([1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 15, 21, 22, 23, 24, 25, 26, 27, 33, 34]),
        "RXO": set([1, 2, 3, 4, 5, 6, 7, 9, 11, 12, 13, 17, 18, 19, 20, 21, 22, 25, 26]),
        "RXD": set([1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 15, 16, 17, 18, 19, 20, 28, 29]),
        "RXR": set([1, 2, 4]),
        "RXC": set([1, 2, 3, 4]),
        "TQ1": set([1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 14]),
        "SCH": set([1, 2, 6, 7, 8, 9, 10, 11, 25]),
        "AIS": set([1, 2, 3, 4, 7, 8]), "AIG": set([1, 2, 3, 4, 14]), "AIL": set([1, 2, 3, 12]),
        "AIP": set([1, 2, 3, 4, 12]),
        "TXA": set([1, 2, 4, 6, 7, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19, 22]),
        "PRB": set([1, 2, 3, 4, 7, 9, 13, 14, 16]),
        "FT1": set([1, 2, 4, 6, 7, 19, 20, 25]),
        "NTE": set([1, 2, 3, 4, 5, 6]),
        "RF1": set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
        "PRD": set([1, 2, 3, 4, 5, 7, 8, 9]),
    ]
}

extension MessageMapping {
    /// Each field that holds a value and has no place in the record: told once for each kind of field, at its first place.
    mutating func reportForgottenFields() {
        let unmapped = Set(groups.others.map(\.position))
        // Segments of one name mostly follow each other.
        var (name, rules) = ("", FieldRules?.none)
        for segment in message.segments.dropFirst() where !unmapped.contains(segment.position) {
            if segment.name != name { (name, rules) = (segment.name, FieldRules(of: segment.name)) }
            guard let rules else { continue }
            for number in 1...max(1, segment.fieldCount) {
                if !rules.mapped.contains(number) { reportForgotten(segment[number]) }
            }
            reportUnknownCodes(in: segment, rules)
            for number in rules.single { reportFurther(segment[number]) }
        }
    }

    /// A field that has no place in the record, or would have one but for what stands beside it: told once for each kind of field, at its
    /// first place.
    mutating func reportForgotten(_ field: Field) {
        guard field.hasValue else { return }
        reportOnce(
            "hl7-field-not-converted", "A field is kept in the source; it has no place in the record's resources.",
            at: field.place, remedy: "Read it in the source message; report the field so that it can be mapped.")
    }

    /// A field of which R4 has room for one value only: told once for each kind of field.
    mutating func reportFurther(_ field: Field) {
        guard field.repetitions.count > 1 else { return }
        reportOnce(
            "hl7-repetition-not-converted",
            "Of what a field repeats the first is told; the rest is kept in the source.",
            at: field[2].place, remedy: "Read it in the source message.")
    }

    private mutating func reportOnce(_ code: String, _ message: String, at place: Issue.HL7Place, remedy: String) {
        guard isFirst(code, at: Issue.HL7Place(segment: place.segment, sequence: 0, field: place.field)) else { return }
        findings.add(
            Issue(
                .information, code, .incomplete, message, at: .hl7(place),
                rule: "HL7 v2: \(place.segment)-\(place.field)", remedy: remedy))
    }

    /// A code of a field that decides what a resource says, and that no map knows: what stands in its place is the least that R4 allows.
    mutating func reportUnknownCode(at place: Issue.HL7Place) {
        report(
            .warning, "hl7-code-not-mapped", .codeInvalid,
            "No map knows a code; what it says is not told, the source holds it.", at: place,
            rule: "HL7 v2: \(place.segment)-\(place.field)",
            remedy: "Send another code of the table, or add it to the map in the profiles.")
    }

    private mutating func reportUnknownCodes(in segment: Segment, _ rules: FieldRules) {
        for (number, map) in rules.coded where !segment[number].isEmpty {
            guard let code = segment[number].text, !rules.usual.contains(code) else { continue }
            let system = map == "gender" ? "http://terminology.hl7.org/CodeSystem/v2-0001" : ""
            let known =
                profiles.map(map, system: system, code: code)
                ?? profiles.map(map, system: system, code: code.uppercased())
            // Severity U is "unknown".
            if map == "reaction-severity", code == "U" { continue }
            if known == nil { reportUnknownCode(at: segment[number].place) }
        }
    }
}

/// What is looked at in each segment of a name, to tell what of it has no place in the record.
private struct FieldRules {
    let mapped: MappedFields
    let coded: [(Int, String)]
    let single: [Int]
    /// Codes that the maps are known to know: final, preliminary and corrected results, of which most messages consist.
    let usual: Set<String>

    /// Nil for segments that are not mapped.
    init?(of name: String) {
        guard let mapped = MappedFields.table[name] else { return nil }
        self.mapped = mapped
        coded = Self.codedFields[name] ?? []
        single = Self.singleFields[name] ?? []
        usual = name == "OBX" ? ["F", "P", "C"] : []
    }

    /// Coded fields of which R4 keeps the meaning only, and the maps that know it.
    private static let codedFields: [String: [(Int, String)]] = [
        "OBX": [(11, "observation-status-v2")], "OBR": [(25, "report-status-v2")],
        "ORC": [(1, "order-control-v2"), (5, "order-status-v2")], "PID": [(8, "gender")], "NK1": [(15, "gender")],
        "AL1": [(2, "allergy-category-v2"), (4, "reaction-severity")],
        "IAM": [(2, "allergy-category-v2"), (4, "reaction-severity")],
        "RXA": [(20, "immunization-status-v2")], "TXA": [(17, "document-completion-v2"), (19, "document-status-v2")],
        "SCH": [(25, "appointment-status-v2")], "RF1": [(1, "referral-status-v2"), (2, "request-priority-v2")],
        "TQ1": [(9, "request-priority-v2")],
    ]

    /// Fields that may repeat, and of which R4 has one.
    private static let singleFields: [String: [Int]] = [
        "OBX": [18, 20], "OBR": [10, 16], "ORC": [21], "SPM": [27],
    ]
}
