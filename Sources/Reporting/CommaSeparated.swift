/// Comma-separated values by RFC 4180: CRLF, a header, quotes only where needed.
///
/// A field that a spreadsheet would run as a formula (`=`, `+`, `-`, `@`, or a control character that hides one) is preceded
/// by an apostrophe: what a sender wrote stays a text when an official opens the file.
public enum CommaSeparated {
    /// - Parameter withHeading: false for the later parts of a report that is streamed.
    public static func bytes(of rows: [AccessReportRow], withHeading: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(128 + rows.count * 200)
        if withHeading { append(AccessReportRow.Column.allCases.map(\.heading), to: &bytes) }
        for row in rows { append(AccessReportRow.Column.allCases.map(row.text), to: &bytes) }
        return bytes
    }

    /// One line without header, for reports that are streamed.
    public static func line(_ fields: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        append(fields, to: &bytes)
        return bytes
    }

    private static func append(_ fields: [String], to bytes: inout [UInt8]) {
        for (position, field) in fields.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            append(harmless(Array(field.utf8)), to: &bytes)
        }
        bytes.append(contentsOf: [0x0D, 0x0A])
    }

    private static func harmless(_ field: [UInt8]) -> [UInt8] {
        // Spreadsheets pass over blanks and control characters before they look for a formula.
        guard let first = field.first(where: { $0 > 0x20 && $0 != 0x7F }) else { return field }
        let isFormula =
            first == UInt8(ascii: "=") || first == UInt8(ascii: "+") || first == UInt8(ascii: "-")
            || first == UInt8(ascii: "@")
        let isWideFormula = [[0xEF, 0xBC, 0x9D], [0xEF, 0xBC, 0x8B], [0xEF, 0xBC, 0x8D], [0xEF, 0xBC, 0xA0]].contains(
            Array(field.prefix(3)))
        let startsHidden = field[0] == 0x09 || field[0] == 0x0D || field[0] == 0x0A
        return isFormula || isWideFormula || startsHidden ? [UInt8(ascii: "'")] + field : field
    }

    private static func append(_ field: [UInt8], to bytes: inout [UInt8]) {
        let needsQuotes = field.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte < 0x20
                || byte == 0x20
        }
        guard needsQuotes else { return bytes.append(contentsOf: field) }
        bytes.append(UInt8(ascii: "\""))
        for byte in field {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
