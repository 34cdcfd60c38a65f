import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    /// What the registry keeps of the message.
    ///
    /// It has no document id: control ids repeat in practice, and a repeated one must not make another message a conflict.
    mutating func documentHeader(_ type: MessageType?) -> DocumentHeader {
        var header = DocumentHeader()
        header.patientCount = groups.patients.count
        header.patients = knownPatients
        header.custodian = sendingInstitution()
        header.type = type?.type
        header.title = title(type)
        header.documentTime = messageTime.map { $0.fhir(zone: options.zone, sender: messageTime) }
        if let document = groups.document {
            header.setID = documentID(document[12])
            if ["T09", "T10"].contains(message.header[9][1][2].text ?? "") {
                header.replaces = documentID(document[13])
            }
        }
        header.author = authorName()
        if let named = operatorField() {
            header.operatorName = name(of: named)
            header.operatorPerson = personSystem(of: named, typeComponent: 13, authorityComponent: 9).flatMap {
                system in
                named[1].text.flatMap { try? system.identifier($0) }
            }
        }
        return header
    }

    /// Whom PID names by an identifier the profiles know, else by the sender's own number where that counts.
    var knownPatients: [PersonIdentifier] {
        var known = UniqueList<PersonIdentifier>()
        for repetition in patientIdentifiers {
            guard let system = personSystem(of: repetition), let number = repetition[1].text,
                let person = try? system.identifier(number)
            else { continue }
            known.append(person)
        }
        guard known.values.isEmpty, options.acceptLocalIdentifiers else { return known.values }
        for repetition in patientIdentifiers {
            if let person = localPerson(repetition) { return [person] }
        }
        return []
    }

    /// The sender's own number for the person: authority and number.
    private func localPerson(_ repetition: Repetition) -> PersonIdentifier? {
        guard personSystem(of: repetition) == nil, let number = repetition[1].text else { return nil }
        let authority = repetition[4][2] ?? repetition[4][1] ?? message.header[4].text ?? "local"
        return PersonIdentifier(scheme: .local, country: "ZZ", number: "\(AuthorityName.token(authority))|\(number)")
    }

    /// MSH-4 as a known institution: its identifier, an OID of a register with the number as last arc, or number and register's OID
    /// side by side (`90000015^1.3.6.1.4.1.28284.4^ISO`).
    private func sendingInstitution() -> InstitutionID? {
        let facility = message.header[4][1]
        for text in [facility[1].text, facility[2].text].compactMap({ $0 }) {
            if let institution = InstitutionID(text) ?? profiles.institution(namedByOID: text) { return institution }
        }
        guard let number = facility[1].text, let register = facility[2].text else { return nil }
        return profiles.institutionSystem(oid: register)?.identifier(number)
    }

    private func title(_ type: MessageType?) -> String? {
        let ordered = groups.orders.lazy.compactMap { $0.obr?[4] }.compactMap { $0[1][2].text ?? $0[1][5].text }.first
        let named = groups.document.flatMap { $0[2][1][2].text }
        return named ?? ordered ?? type?.title
    }

    private func documentID(_ field: Field) -> DocumentID? {
        guard let oid = field[1][3].text ?? field[1][2].text, DottedIdentifier.isOID(oid), let id = field[1][1].text
        else { return nil }
        return DocumentID(root: oid, extension: id)
    }

    private func authorName() -> String? {
        let fields = [
            groups.document?[9], groups.orders.first?.obr?[32], groups.orders.first?.obr?[16], groups.visit?[7],
        ]
        for case let field? in fields {
            if let repetition = field.repetitions.first, let name = name(of: repetition) { return name }
        }
        return message.header[4].text
    }

    /// EVN-5, else who entered the order (ORC-10).
    private func operatorField() -> Repetition? {
        groups.events.first?[5].repetitions.first
            ?? groups.orders.lazy.compactMap { $0.orc?[10].repetitions.first }.first
    }

    /// The name in a XCN, given name first.
    func name(of repetition: Repetition) -> String? {
        // NDL.1 holds a name of its own; a time behind it is no name.
        let cnn = repetition[1]
        if let name = Self.name(given: cnn[3], family: cnn[2]) { return name }
        return Self.name(
            given: repetition[3].text, family: repetition[2].text.flatMap { MessageTime($0) == nil ? $0 : nil })
    }

    private static func name(given: String?, family: String?) -> String? {
        guard let given, let family else { return given ?? family }
        return given + " " + family
    }
}
