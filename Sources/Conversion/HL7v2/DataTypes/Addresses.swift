import FHIR
import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    /// XAD → Address. The parts of SAD stand one a line, then what else designates the place, then the addressee.
    mutating func address(_ repetition: Repetition) -> Address? {
        guard repetition.hasValue else { return nil }
        let street = repetition[1]
        var address = Address(
            line: [street[1], street[2], street[3], repetition.text(2), repetition.text(19)].compactMap { $0 })
        address.city = repetition.text(3)
        address.state = repetition.text(4)
        address.postalCode = repetition.text(5)
        address.country = repetition.text(6)
        address.district = repetition.text(9)
        let isEmpty =
            address.line.isEmpty && address.city == nil && address.state == nil && address.postalCode == nil
            && address.country == nil && address.district == nil
        if isEmpty { return nil }
        if let type = repetition.text(7) {
            address.use = profiles.map("address-use-v2", system: "", code: type).flatMap { Address.Use(rawValue: $0) }
            if type == "HV" {
                address.extension.append(
                    Extension(url: "http://hl7.org/fhir/StructureDefinition/iso21090-AD-use", value: .code(type)))
            }
            if address.use == nil, profiles.map("address-type-v2", system: "", code: type) == nil {
                reportUnknownCode(at: repetition[7].place)
            }
            address.type = profiles.map("address-type-v2", system: "", code: type).flatMap {
                Address.Kind(rawValue: $0)
            }
        }
        if let tract = repetition.text(10) {
            // The map has it on the address; R4 defines it for a line.
            address.lineParts.append(
                Extension(
                    url: "http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-censusTract", value: .string(tract)))
        }
        address.period = period(from: repetition[13], to: repetition[14]) ?? period(repetition[12])
        return address
    }

    mutating func addresses(_ field: Field) -> [Address] { field.repetitions.compactMap { address($0) } }
}
