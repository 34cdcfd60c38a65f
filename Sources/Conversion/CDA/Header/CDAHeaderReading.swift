import CDA
import Profiles
import RecordTypes
import XMLReader

/// The minimal second read of a CDA document: patient, document and custodian straight from the tree.
///
/// Shares the XML reader with the conversion and nothing else, so that a fault of the mapping cannot hide in both.
func readCDAHeader(
    _ bytes: [UInt8], profiles: ProfileSet, options: ConversionOptions
) -> (header: DocumentHeader, issues: [Issue]) {
    var header = DocumentHeader()
    let root: XMLElement
    do throws(XMLFault) {
        root = try XMLDocument.reading(bytes).root
    } catch {
        return (header, [Issue(error)])
    }
    guard root.localName == "ClinicalDocument", root.namespace == "urn:hl7-org:v3" else {
        return (header, [Issue(root.localName == "ClinicalDocument" ? .wrongNamespace : .wrongRoot, root: root)])
    }
    var targets: [XMLElement] = []
    for child in root.children where child.namespace == root.namespace {
        switch child.localName {
        case "recordTarget": targets.append(child)
        case "id": if header.documentID == nil { header.documentID = instanceIdentifier(child) }
        case "setId": if header.setID == nil { header.setID = instanceIdentifier(child) }
        case "versionNumber": if header.version == nil { header.version = trimmed(child, "value").flatMap { Int($0) } }
        case "custodian":
            if header.custodian == nil {
                let organization = child.descendant(.assignedCustodian, .representedCustodianOrganization)
                header.custodian = organization?.children(.id).lazy.compactMap { institution($0, profiles) }.first
            }
        case "relatedDocument":
            if header.replaces == nil, child.attribute(.typeCode) == "RPLC", let parent = child.child(.parentDocument) {
                header.replaces = parent.children(.id).lazy.compactMap(instanceIdentifier).first
            }
        default: break
        }
    }
    header.patientCount = targets.count
    var known: [PersonIdentifier] = []
    var local: [PersonIdentifier] = []
    var seen: Set<PersonIdentifier> = []
    for id in targets.first?.child(.patientRole)?.children(.id) ?? [] {
        guard let name = instanceIdentifier(id) else { continue }
        if let system = profiles.personSystem(oid: name.root) {
            guard let number = name.extension, let person = try? system.identifier(number) else { continue }
            if seen.insert(person).inserted { known.append(person) }
        } else if let person = PersonIdentifier(
            scheme: .local, country: "ZZ", number: "\(name.root)|\(name.extension ?? "")"),
            seen.insert(person).inserted
        {
            local.append(person)
        }
    }
    header.patients = known.isEmpty && options.acceptLocalIdentifiers ? local : known
    return (header, [])
}

private func trimmed(_ element: XMLElement, _ attribute: String) -> String? {
    guard let value = element.attribute(attribute) else { return nil }
    let inner = value.utf8.drop { $0 <= 0x20 }
    var end = inner.endIndex
    while end > inner.startIndex, inner[inner.index(before: end)] <= 0x20 { end = inner.index(before: end) }
    let text = String(value[inner.startIndex..<end])
    return text.isEmpty ? nil : text
}

private func instanceIdentifier(_ element: XMLElement) -> DocumentID? {
    let flavors: Set<String> = [
        "NI", "UNK", "ASKU", "NASK", "NAV", "NA", "NP", "MSK", "OTH", "UNC", "TRC", "QS", "NINF", "PINF", "INV", "DER",
    ]
    if let flavor = element.attribute(.nullFlavor), flavors.contains(flavor) { return nil }
    return trimmed(element, "root").map { DocumentID(root: $0, extension: trimmed(element, "extension")) }
}

private func institution(_ element: XMLElement, _ profiles: ProfileSet) -> InstitutionID? {
    guard let id = instanceIdentifier(element) else { return nil }
    guard let number = id.extension else { return profiles.institution(namedByOID: id.root) }
    return profiles.institutionSystem(oid: id.root)?.identifier(number)
}
