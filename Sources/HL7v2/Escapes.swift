/// Escape sequences of HL7 v2 2.7: undone after splitting, byte for byte in the message's character set.
enum Escapes {
    /// - Returns: the bytes that are meant, and whether a sequence was unknown or unclosed; such text stays as it is.
    /// - Complexity: linear; each sequence is looked for up to the next escape character only.
    static func decoded(_ bytes: ArraySlice<UInt8>, delimiters: Delimiters) -> (bytes: [UInt8], hasUnknown: Bool) {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var hasUnknown = false
        var at = bytes.startIndex
        while at < bytes.endIndex {
            guard let open = bytes[at...].firstIndex(of: delimiters.escape) else { break }
            result += bytes[at..<open]
            guard let close = bytes[(open + 1)...].firstIndex(of: delimiters.escape) else {
                result += bytes[open...]
                return (result, true)
            }
            if let meaning = meaning(of: bytes[(open + 1)..<close], delimiters: delimiters) {
                result += meaning
                at = close + 1
            } else {
                // The closing character may open the next sequence: a Windows path is full of them.
                result += bytes[open..<close]
                hasUnknown = true
                at = close
                if close == open + 1 {
                    result.append(delimiters.escape)
                    at = close + 1
                }
            }
        }
        if at < bytes.endIndex { result += bytes[at...] }
        return (result, hasUnknown)
    }

    /// Nil for a sequence that is not known.
    private static func meaning(of sequence: ArraySlice<UInt8>, delimiters: Delimiters) -> [UInt8]? {
        guard let first = sequence.first else { return nil }
        if sequence.count == 1 {
            switch first {
            case UInt8(ascii: "F"): return [delimiters.field]
            case UInt8(ascii: "S"): return [delimiters.component]
            case UInt8(ascii: "T"): return [delimiters.subcomponent]
            case UInt8(ascii: "R"): return [delimiters.repetition]
            case UInt8(ascii: "E"): return [delimiters.escape]
            case UInt8(ascii: "P"): return delimiters.truncation.map { [$0] }
            case UInt8(ascii: "H"), UInt8(ascii: "N"): return []
            default: return nil
            }
        }
        switch first {
        case UInt8(ascii: "X"): return hexadecimal(sequence.dropFirst())
        case UInt8(ascii: "."): return formatting(sequence.dropFirst())
        default: return nil
        }
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in digits {
            let value: UInt8
            switch digit {
            case 48...57: value = digit - 48
            case 65...70: value = digit - 55
            case 97...102: value = digit - 87
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return bytes
    }

    /// Commands of formatted text (2.7.6), as far as plain text shows them.
    private static func formatting(_ command: ArraySlice<UInt8>) -> [UInt8]? {
        guard command.count >= 2 else { return nil }
        let name = String(decoding: command.prefix(2), as: UTF8.self).lowercased()
        let argument = String(decoding: command.dropFirst(2), as: UTF8.self).filter { $0 != " " && $0 != "+" }
        let number = argument.isEmpty ? 1 : Int(argument)
        switch name {
        case "br": return [0x0A]
        case "sp": return number.map { Array(repeating: 0x0A, count: min(max($0, 1), 64)) }
        case "sk": return number.map { Array(repeating: 0x20, count: min(max($0, 0), 256)) }
        case "ce": return [0x0A]
        case "in", "ti": return number == nil ? nil : []
        case "fi", "nf": return []
        default: return nil
        }
    }

    /// Writes text so that no delimiter and no line or block end is left in it.
    static func encoded(_ bytes: [UInt8], delimiters: Delimiters) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        func append(_ letter: UInt8) { result += [delimiters.escape, letter, delimiters.escape] }
        for byte in bytes {
            switch byte {
            case delimiters.field: append(UInt8(ascii: "F"))
            case delimiters.component: append(UInt8(ascii: "S"))
            case delimiters.subcomponent: append(UInt8(ascii: "T"))
            case delimiters.repetition: append(UInt8(ascii: "R"))
            case delimiters.escape: append(UInt8(ascii: "E"))
            case 0x0A: result += [delimiters.escape] + Array(".br".utf8) + [delimiters.escape]
            case 0..<0x20, 0x7F: result.append(UInt8(ascii: " "))
            default: result.append(byte)
            }
        }
        return result
    }
}
