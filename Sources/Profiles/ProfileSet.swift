public import RecordTypes

/// What things are, as data: code systems, sections, statements, document and message types, rules, identifier systems.
///
/// Read once from a directory of tables and never changed. One document sees one set; its ``digest`` is part of what the
/// ledger commits to.
public struct ProfileSet: Sendable {
    /// SHA-256 over all files, names included: see the page of this module.
    public let digest: Digest

    private let codeSystems: CodeSystems
    private let codingSystemNames: CodingSystemNames
    private let sections: TemplateKinds<SectionKind>
    private let statements: TemplateKinds<StatementKind>
    private let conceptMaps: ConceptMaps
    private let documentTypes: DocumentTypes
    private let conformance: Conformance
    private let persons: PersonSystems
    private let institutions: InstitutionSystems
    private let messageTypes: MessageTypes

    /// Reads every `.tsv` file below a directory.
    /// - Throws: ``ProfileError`` with every fault of every file; a set with a fault is no set.
    public init(directory: String) throws(ProfileError) {
        try self.init(files: try ProfileFile.all(below: directory))
    }

    init(files: [ProfileFile]) throws(ProfileError) {
        var faults: [ProfileFault] = []
        var remaining = files
        func rows(_ table: String, _ columns: [String]) -> [ProfileRow] {
            let matching = remaining.filter { !$0.isConceptMap && $0.table == table }
            remaining.removeAll { !$0.isConceptMap && $0.table == table }
            return matching.flatMap { $0.rows(columns: columns, faults: &faults) }
        }
        func each(_ rows: [ProfileRow], _ add: (ProfileRow) throws(ProfileFault) -> Void) {
            for row in rows { do throws(ProfileFault) { try add(row) } catch { faults.append(error) } }
        }

        // Code systems first: the tables after them name systems by OID.
        var codeSystems = CodeSystems()
        each(rows("code-systems", CodeSystems.columns)) { row throws(ProfileFault) in try codeSystems.add(row) }
        var codingSystemNames = CodingSystemNames()
        each(rows("coding-systems", CodingSystemNames.columns)) { row throws(ProfileFault) in
            try codingSystemNames.add(row)
        }
        var sections = TemplateKinds<SectionKind>()
        each(rows("sections", TemplateKinds<SectionKind>.columns)) { row throws(ProfileFault) in
            try sections.add(row, systems: codeSystems)
        }
        var statements = TemplateKinds<StatementKind>()
        each(rows("statements", TemplateKinds<StatementKind>.columns)) { row throws(ProfileFault) in
            try statements.add(row, systems: codeSystems)
        }
        var documentTypes = DocumentTypes()
        each(rows("document-types", DocumentTypes.columns)) { row throws(ProfileFault) in
            try documentTypes.add(row, systems: codeSystems)
        }
        var conformance = Conformance()
        each(rows("conformance", Conformance.columns)) { row throws(ProfileFault) in
            try conformance.add(row, documentTypes: documentTypes.ids)
        }
        var persons = PersonSystems()
        each(rows("persons", PersonSystems.columns)) { row throws(ProfileFault) in try persons.add(row) }
        var institutions = InstitutionSystems()
        each(rows("institutions", InstitutionSystems.columns)) { row throws(ProfileFault) in try institutions.add(row) }
        var messageTypes = MessageTypes()
        each(rows("message-types", MessageTypes.columns)) { row throws(ProfileFault) in try messageTypes.add(row) }
        var conceptMaps = ConceptMaps()
        for file in remaining {
            guard file.isConceptMap else {
                faults.append(
                    ProfileFault(
                        code: .unknownTable, file: file.path, line: 0, detail: "no table is called \(file.table)"))
                continue
            }
            each(file.rows(columns: ConceptMaps.columns, faults: &faults)) { row throws(ProfileFault) in
                try conceptMaps.add(row, to: file.table)
            }
        }
        guard faults.isEmpty, let digest = ProfileFile.digest(files) else { throw ProfileError(faults: faults) }

        self.digest = digest
        self.codeSystems = codeSystems
        self.codingSystemNames = codingSystemNames
        self.sections = sections
        self.statements = statements
        self.conceptMaps = conceptMaps
        self.documentTypes = documentTypes
        self.conformance = conformance
        self.persons = persons
        self.institutions = institutions
        self.messageTypes = messageTypes
    }
}

// MARK: - Code systems and maps

extension ProfileSet {
    /// The FHIR code system of an OID; nil when the profiles do not know it (then `urn:oid:` it is).
    public func system(forOID oid: String) -> CodeSystem? { codeSystems.system(forOID: oid) }

    /// Whether the OID is a value set's, used where a code system belongs.
    public func isValueSet(oid: String) -> Bool { codeSystems.isValueSet(oid) }

    /// The FHIR URI of a coding system name of HL7 table 0396: `LN`, `SCT`, `HL70078`.
    public func system(forHL7Name name: String) -> String? { codingSystemNames.uri(name) }

    /// Translates a code by the concept map of that name. `system` is a FHIR URI.
    public func map(_ concept: String, system: String, code: String) -> String? {
        conceptMaps.target(concept, system: system, code: code)?.code
    }

    /// Like ``map(_:system:code:)``, with the target's system and display where the map gives them.
    public func mappedCode(_ concept: String, system: String, code: String) -> MappedCode? {
        conceptMaps.target(concept, system: system, code: code)
    }

    /// Names of all concept maps, in order.
    public var conceptMapNames: [String] { conceptMaps.names }
}

// MARK: - Documents and their parts

extension ProfileSet {
    /// What a section is: by its templates, otherwise by its code. `codeSystem` is an OID; nil means LOINC.
    ///
    /// A template is written `root` or `root^extension`; the extension is a version unless a table says otherwise.
    public func section(templateIds: [String], code: String?, codeSystem: String?) -> SectionKind? {
        sections.kind(templateIds: templateIds)
            ?? code.flatMap { sections.kind(code: $0, codeSystem: codeSystem, systems: codeSystems) }
    }

    /// What a clinical statement is, by the first of its templates that is known.
    public func entry(templateIds: [String]) -> StatementKind? { statements.kind(templateIds: templateIds) }

    /// What a clinical statement is, by its templates, otherwise by its code.
    public func entry(templateIds: [String], code: String?, codeSystem: String?) -> StatementKind? {
        statements.kind(templateIds: templateIds)
            ?? code.flatMap { statements.kind(code: $0, codeSystem: codeSystem, systems: codeSystems) }
    }

    /// The type of a document: by its templates, otherwise by its code. `system` is an OID.
    public func documentType(templateIds: [String], code: String?, system: String?) -> DocumentType? {
        documentTypes.type(templateIds: templateIds, code: code, system: system, systems: codeSystems)
    }

    /// What a CDA document of this type must hold.
    public func requirements(of type: DocumentType?) -> [Requirement] {
        conformance.requirements(family: "cda", type: type)
    }

    /// What an HL7 v2 message must hold.
    public var messageRequirements: [Requirement] { conformance.requirements(family: "hl7v2", type: nil) }

    /// Whether messages of this MSH-9 can be filed, and as what.
    public func messageSupport(message: String, event: String) -> MessageSupport {
        messageTypes.support(message: message, event: event)
    }
}

// MARK: - Identifiers

extension ProfileSet {
    /// The system of person identifiers under an OID; nil for a local one.
    public func personSystem(oid: String) -> PersonSystem? { persons.system(oid: oid) }

    /// The system of person identifiers with this FHIR URI.
    public func personSystem(uri: String) -> PersonSystem? { persons.system(uri: uri) }

    /// The system of an HL7 v2 CX without an OID: by identifier type CX.5 and assigning authority CX.4.1.
    public func personSystem(hl7Type type: String, authority: String) -> PersonSystem? {
        persons.system(hl7Type: type, authority: authority)
    }

    /// The system of institution identifiers under an OID.
    public func institutionSystem(oid: String) -> InstitutionSystem? { institutions.system(oid: oid) }

    /// The system that an institution known by certificate is numbered in.
    public func institutionSystem(of institution: InstitutionID) -> InstitutionSystem? {
        institutions.system(of: institution)
    }

    /// The institution that an OID names by its last arc: `1.3.6.1.4.1.28284.4.90000001` is `NTREE-90000001`.
    public func institution(namedByOID oid: String) -> InstitutionID? { institutions.institution(namedBy: oid) }
}
