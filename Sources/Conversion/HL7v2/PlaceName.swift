import RecordTypes

extension Issue.HL7Place {
    /// Appends ``text`` in UTF-8 without making it: every resource of a message is named by its place.
    func append(to name: inout [UInt8]) {
        name.append(contentsOf: segment.utf8)
        name.append(UInt8(ascii: "["))
        Self.append(sequence, to: &name)
        name.append(UInt8(ascii: "]"))
        if field > 0 {
            name.append(UInt8(ascii: "-"))
            Self.append(field, to: &name)
        }
        if repetition > 1 {
            name.append(UInt8(ascii: "("))
            Self.append(repetition, to: &name)
            name.append(UInt8(ascii: ")"))
        }
        if component > 0 {
            name.append(UInt8(ascii: "."))
            Self.append(component, to: &name)
        }
        if subcomponent > 0 {
            name.append(UInt8(ascii: "."))
            Self.append(subcomponent, to: &name)
        }
    }

    private static func append(_ number: Int, to name: inout [UInt8]) {
        if (0...9).contains(number) {
            name.append(UInt8(48 + number))
        } else {
            name.append(contentsOf: String(number).utf8)
        }
    }
}
