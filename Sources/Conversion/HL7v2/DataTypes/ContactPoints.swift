import FHIR
import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    /// XTN → ContactPoint; nil when it leads to nobody.
    mutating func contactPoint(_ repetition: Repetition, use: ContactPoint.Use? = nil) -> ContactPoint? {
        guard repetition.hasValue else { return nil }
        var point = ContactPoint()
        let equipment = repetition.text(3)?.uppercased()
        point.system = equipment.flatMap { profiles.map("telecom-system-v2", system: "", code: $0) }.flatMap {
            ContactPoint.System(rawValue: $0)
        }
        let spoken = telephone(repetition)
        if point.system == .email || (point.system == nil && spoken == nil) {
            point.value = repetition.text(4) ?? repetition.text(12) ?? repetition.text(1)
            if point.value != nil, repetition[4].hasValue { point.system = .email }
        } else {
            point.value = spoken ?? repetition.text(4)
        }
        guard let value = point.value else { return nil }
        point.system = point.system ?? (value.utf8.contains(UInt8(ascii: "@")) ? .email : .phone)
        if let equipment, profiles.map("telecom-system-v2", system: "", code: equipment) == nil {
            reportUnknownCode(at: repetition[3].place)
        }
        let stated = repetition.text(2)
        let named = stated.flatMap { profiles.map("telecom-use-v2", system: "", code: $0) }
        // NET says nothing but that it is an address of a network.
        if named == nil, let stated, stated != "NET" { reportUnknownCode(at: repetition[2].place) }
        point.use = equipment == "CP" ? .mobile : named.flatMap { ContactPoint.Use(rawValue: $0) } ?? use
        for (number, part) in [(5, "country"), (6, "area"), (7, "local"), (8, "extension")] {
            guard let text = repetition.text(number) else { continue }
            point.extension.append(
                Extension(url: "http://hl7.org/fhir/StructureDefinition/contactpoint-\(part)", value: .string(text)))
        }
        point.period = period(from: repetition[13], to: repetition[14])
        point.rank = repetition.text(18).flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        return point
    }

    mutating func contactPoints(_ field: Field, use: ContactPoint.Use? = nil) -> [ContactPoint] {
        var points = UniqueList<ContactPoint>()
        for repetition in field.repetitions {
            guard let point = contactPoint(repetition, use: use) else { continue }
            points.append(point)
            // An address for mail beside a telephone number.
            guard point.system != .email, let mail = repetition.text(4), mail != point.value else { continue }
            points.append(ContactPoint(system: .email, value: mail, use: point.use == .mobile ? nil : point.use))
        }
        return points.values
    }

    /// The whole number where it is given, else country, area, number and extension in order.
    private func telephone(_ repetition: Repetition) -> String? {
        if let whole = repetition.text(12) ?? repetition.text(1) { return whole }
        let parts = [
            repetition.text(5).map { "+\($0)" }, repetition.text(6).map { "(\($0))" }, repetition.text(7),
            repetition.text(8).map { "ext. \($0)" },
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}
