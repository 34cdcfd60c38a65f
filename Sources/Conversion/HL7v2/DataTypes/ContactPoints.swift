import FHIR
import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    /// XTN → ContactPoint; nil when it leads to nobody.
    mutating func contactPoint(_ repetition: Repetition, use: ContactPoint.Use? = nil) -> ContactPoint? {
        guard repetition.hasValue else { return nil }
        var point = ContactPoint()
        let equipment = repetition[3].text?.uppercased()
        point.system = equipment.flatMap { profiles.map("telecom-system-v2", system: "", code: $0) }.flatMap {
            ContactPoint.System(rawValue: $0)
        }
        let spoken = telephone(repetition)
        if point.system == .email || (point.system == nil && spoken == nil) {
            point.value = repetition[4].text ?? repetition[12].text ?? repetition[1].text
            if point.value != nil, repetition[4].hasValue { point.system = .email }
        } else {
            point.value = spoken ?? repetition[4].text
        }
        guard let value = point.value else { return nil }
        point.system = point.system ?? (value.utf8.contains(UInt8(ascii: "@")) ? .email : .phone)
        let named = repetition[2].text.flatMap { profiles.map("telecom-use-v2", system: "", code: $0) }
        point.use = equipment == "CP" ? .mobile : named.flatMap { ContactPoint.Use(rawValue: $0) } ?? use
        for (number, part) in [(5, "country"), (6, "area"), (7, "local"), (8, "extension")] {
            guard let text = repetition[number].text else { continue }
            point.extension.append(
                Extension(url: "http://hl7.org/fhir/StructureDefinition/contactpoint-\(part)", value: .string(text)))
        }
        point.period = period(from: repetition[13], to: repetition[14])
        point.rank = repetition[18].text.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        return point
    }

    mutating func contactPoints(_ field: Field, use: ContactPoint.Use? = nil) -> [ContactPoint] {
        var points = UniqueList<ContactPoint>()
        for repetition in field.repetitions {
            if let point = contactPoint(repetition, use: use) { points.append(point) }
        }
        return points.values
    }

    /// The whole number where it is given, else country, area, number and extension in order.
    private func telephone(_ repetition: Repetition) -> String? {
        if let whole = repetition[12].text ?? repetition[1].text { return whole }
        let parts = [
            repetition[5].text.map { "+\($0)" }, repetition[6].text.map { "(\($0))" }, repetition[7].text,
            repetition[8].text.map { "ext. \($0)" },
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}
