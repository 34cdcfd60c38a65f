import HL7v2
import Profiles
import RecordTypes

/// The minimal second read of an HL7 v2 message: patients and sender, straight from the bytes.
///
/// Shares with the conversion the profiles and the character sets' names and nothing else: splitting is done anew, so that a fault of the
/// parser or the mapping cannot hide in both.
func readHL7v2Header(
    _ bytes: [UInt8], profiles: ProfileSet, options: ConversionOptions
) -> (header: DocumentHeader, issues: [Issue]) {
    let bytes = profiles.asMeant(bytes).bytes
    var header = DocumentHeader()
    guard let msh = MessageHeader(bytes) else {
        return (header, [Issue(.fatal, "hl7-no-header", .structure, "The message does not begin with MSH.")])
    }
    let reader = PlainReader(delimiters: msh.delimiters)
    let lines = bytes.split { $0 == 0x0D || $0 == 0x0A || $0 == 0x0B || $0 == 0x1C }
    let pids = lines.filter { $0.starts(with: [0x50, 0x49, 0x44, msh.delimiters.field]) }
    header.patientCount = pids.count
    header.custodian =
        [1, 2].lazy.compactMap { number in
            let text = reader.component(number, of: msh.sendingFacility[...])
            return InstitutionID(text) ?? profiles.institution(namedByOID: text)
        }.first
        ?? profiles.institutionSystem(oid: reader.component(2, of: msh.sendingFacility[...]))?
        .identifier(reader.component(1, of: msh.sendingFacility[...]))

    var known = UniqueList<PersonIdentifier>()
    var local: PersonIdentifier?
    let fields = pids.first.map { $0.split(separator: msh.delimiters.field, omittingEmptySubsequences: false) } ?? []
    for number in [3, 2, 4] where number < fields.count {
        for repetition in fields[number].split(separator: msh.delimiters.repetition) {
            let value = reader.component(1, of: repetition)
            guard !value.isEmpty else { continue }
            let authority = reader.subcomponents(4, of: repetition)
            if let system = reader.personSystem(repetition, authority: authority, profiles: profiles) {
                if let person = try? system.identifier(value) { known.append(person) }
            } else if local == nil {
                let named = [
                    authority.dropFirst().first ?? "", authority.first ?? "",
                    reader.component(1, of: msh.sendingFacility[...]),
                ]
                let name = named.first { !$0.isEmpty } ?? "local"
                local = PersonIdentifier(scheme: .local, country: "ZZ", number: "\(AuthorityName.token(name))|\(value)")
            }
        }
    }
    let isKnown = !known.values.isEmpty || !options.acceptLocalIdentifiers
    header.patients = isKnown ? known.values : local.map { [$0] } ?? []
    return (header, [])
}

/// Splits by plain loops over the bytes. Escapes are left as they are: no identifier that is known here needs any.
private struct PlainReader {
    let delimiters: Delimiters

    func subcomponents(_ number: Int, of repetition: ArraySlice<UInt8>) -> [String] {
        let components = repetition.split(separator: delimiters.component, omittingEmptySubsequences: false)
        guard number <= components.count else { return [] }
        return components[number - 1].split(separator: delimiters.subcomponent, omittingEmptySubsequences: false).map {
            $0.elementsEqual([0x22, 0x22]) ? "" : String(decoding: $0, as: UTF8.self)
        }
    }

    func component(_ number: Int, of repetition: ArraySlice<UInt8>) -> String {
        subcomponents(number, of: repetition).first ?? ""
    }

    func personSystem(_ repetition: ArraySlice<UInt8>, authority: [String], profiles: ProfileSet) -> PersonSystem? {
        for oid in authority { if let system = profiles.personSystem(oid: oid) { return system } }
        return profiles.personSystem(hl7Type: component(5, of: repetition), authority: authority.first ?? "")
    }
}
