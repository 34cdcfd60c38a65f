import CDA
import Profiles
import RecordTypes

extension CDAMapping {
    /// What the registry keeps of the document.
    mutating func documentHeader() -> DocumentHeader {
        var header = DocumentHeader()
        header.patientCount = document.recordTargets.count
        header.patients = document.patientRoles.first.map { CDAPatients.identifiers($0, profiles, options) } ?? []
        header.documentID = document.id?.documentID
        header.setID = document.setId?.documentID
        header.version = document.versionNumber
        header.replaces =
            document.relatedDocuments.first { $0.typeCode == "RPLC" }?.ids.compactMap(\.documentID).first
        header.custodian =
            document.custodian?.ids.compactMap { id in
                id.root.flatMap { root in
                    id.extension.flatMap { self.profiles.institutionSystem(oid: root)?.identifier($0) }
                        ?? (id.extension == nil ? self.profiles.institution(namedByOID: root) : nil)
                }
            }.first
        header.type = documentTypeWord()
        header.title = document.title ?? document.code?.displayName
        header.author =
            document.authors.compactMap { author in
                author.entity?.names.first?.display ?? author.entity?.organization?.names.first?.display
            }.first
        header.documentTime = document.effectiveTime?.isInvalid == true ? nil : dateTime(document.effectiveTime)
        return header
    }

    private func documentTypeWord() -> CodedWord? {
        guard let code = document.code, let first = code.codings.first, let text = first.code else { return nil }
        let known = profiles.documentType(
            templateIds: document.templateIds.map(\.text), code: code.code, system: code.codeSystem)
        return CodedWord(
            system: systemURI(first), code: text, display: first.displayName ?? known?.title)
    }
}
