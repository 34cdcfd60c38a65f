import FoundationEssentials
public import RecordTypes

/// What things are, as data: code systems, sections, statements, document and message types, rules, identifier systems.
///
/// Read once, from the sources or from what was compiled of them, and never changed. One document sees one set; its ``digest`` is
/// part of what the ledger commits to.
public struct ProfileSet: Sendable {
    /// SHA-256 over all sources, names included: see the page of this module.
    public let digest: Digest

    private let image: ProfileImage
    private let systems: [CodeSystem]
    private let words: [String]
    private let sectionKinds: [SectionKind?]
    private let statementKinds: [StatementKind?]
    private let documentTypes: [DocumentType]
    /// By the numbers of the document types.
    private let isNational: [Bool]
    private let mappedCodes: [MappedCode]
    private let rules: [Requirement]
    /// What every HL7 v2 message must hold: asked for with each of them.
    private let generalMessageRequirements: [Requirement]
    private let persons: [PersonSystem]
    private let institutions: [InstitutionSystem]
    private let messageTypes: [MessageType]
    private let senders: [SenderQuirks]
    private let terminologies: [Terminology]

    /// Reads and compiles every `.tsv` and `.yaml` file below a directory, in memory.
    /// - Throws: ``ProfileError`` with every fault of every file; a set with a fault is no set.
    public init(directory: String) throws(ProfileError) {
        try self.init(CompiledProfiles(directory: directory))
    }

    /// Maps a compiled file, or reads and compiles a directory of sources: what the path leads to.
    public init(compiledOrSources path: String) throws(ProfileError) {
        var isFolder = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder {
            try self.init(compiledFile: path)
        } else {
            try self.init(directory: path)
        }
    }

    /// Opens what was compiled just now.
    public init(_ compiled: CompiledProfiles) throws(ProfileError) { try self.init(ProfileMemory(compiled.bytes)) }

    /// Maps a compiled file. No source is read.
    /// - Parameter digest: of the sources that it must be made of; nil takes any.
    /// - Throws: ``ProfileError`` when it is damaged, of another version, or made of other sources.
    public init(compiledFile path: String, digest: Digest? = nil) throws(ProfileError) {
        guard let memory = ProfileMemory(mapping: path) else { throw Self.unusable(path, "cannot be mapped") }
        do throws(ProfileError) { try self.init(memory) } catch {
            throw Self.unusable(path, "is damaged or of another version")
        }
        if let digest, digest != self.digest { throw Self.unusable(path, "was made of other sources") }
    }

    private static func unusable(_ path: String, _ detail: String) -> ProfileError {
        ProfileError(faults: [ProfileFault(code: .notCompiled, file: path, line: 0, detail: detail)])
    }

    private init(_ memory: ProfileMemory) throws(ProfileError) {
        guard let image = ProfileImage(memory), let records = image.records() else {
            throw Self.unusable("", "is damaged or of another version")
        }
        /// Values of all records of a kind, none missing: numbers lead to them.
        func values<Value>(_ kind: ProfileRecordKind, _ value: ([String?]) -> Value?) throws(ProfileError) -> [Value] {
            var values: [Value] = []
            for texts in records[kind] ?? [] {
                guard let value = value(texts) else { throw Self.unusable("", "is of another version") }
                values.append(value)
            }
            return values
        }
        self.image = image
        digest = image.digest
        let terminologies = try values(.terminology) { Terminology(texts: $0) }
        self.terminologies = terminologies
        systems = try values(.system) { texts in
            let uri = texts.text(0)
            return CodeSystem(
                uri: uri, name: texts.optional(1), version: nil,
                terminology: terminologies.at(image.first(.terminology, uri)))
        }
        words = try values(.word) { $0.text(0) }
        sectionKinds = words.map { SectionKind(rawValue: $0) }
        statementKinds = words.map { StatementKind(rawValue: $0) }
        documentTypes = try values(.documentType) { DocumentType(texts: $0) }
        isNational = (records[.documentType] ?? []).map { $0.optional(3) != nil }
        mappedCodes = try values(.mappedCode) { MappedCode(texts: $0) }
        let rules = try values(.rule) { Requirement(texts: $0) }
        self.rules = rules
        generalMessageRequirements = image.all(.rules, "hl7v2").compactMap { rules.at($0) }
        persons = try values(.person) { PersonSystem(texts: $0) }
        institutions = try values(.institution) { InstitutionSystem(texts: $0) }
        messageTypes = try values(.messageType) { MessageType(texts: $0) }
        senders = try values(.sender) { SenderQuirks(texts: $0) }
    }
}

extension Array {
    /// Nil outside: numbers come from a file.
    fileprivate func at(_ position: Int?) -> Element? {
        guard let position, position >= 0, position < count else { return nil }
        return self[position]
    }
}

// MARK: - Code systems and maps

extension ProfileSet {
    /// The FHIR code system of an OID; nil when the profiles do not know it (then `urn:oid:` it is).
    public func system(forOID oid: String) -> CodeSystem? {
        if let system = systems.at(image.first(.system, oid)) { return system }
        guard let dot = oid.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
        let (parent, arc) = (oid[..<dot], oid[oid.utf8.index(after: dot)...])
        if let system = systems.at(image.first(.versionedSystem, parent)) {
            return CodeSystem(
                uri: system.uri, name: system.name, version: String(arc), terminology: system.terminology)
        }
        if let system = systems.at(image.first(.versionedSystem, oid)) { return system }
        guard let child = systems.at(image.first(.childSystem, parent)) else { return nil }
        let uri = CodeSystem.uri(child.uri, arc: String(arc))
        return CodeSystem(uri: uri, name: child.name, version: nil, terminology: terminology(of: uri))
    }

    /// The same for an OID as UTF-8 bytes: no text is made of those that the tables name as a whole.
    public func system(forOID oid: ArraySlice<UInt8>) -> CodeSystem? {
        systems.at(image.first(.system, oid)) ?? system(forOID: String(decoding: oid, as: UTF8.self))
    }

    /// Whether the OID is a value set's, used where a code system belongs: an OID below one that the tables name so.
    public func isValueSet(oid: String) -> Bool {
        var rest = oid[...]
        while let dot = rest.utf8.lastIndex(of: UInt8(ascii: ".")) {
            rest = rest[..<dot]
            if image.has(.valueSetRoot, rest) { return true }
        }
        return false
    }

    /// The FHIR URI of a coding system name of HL7 table 0396, in any case: `LN`, `SCT`, `HL70078`.
    public func system(forHL7Name name: String) -> String? {
        let upper = name.uppercased()
        return words.at(image.first(.codingSystemName, upper)) ?? CodingSystemNames.table(upper)
    }

    /// Translates a code by the concept map of that name. `system` is a FHIR URI.
    public func map(_ concept: String, system: String, code: String) -> String? {
        mappedCode(concept, system: system, code: code)?.code
    }

    /// Like ``map(_:system:code:)``, with the target's system and display where the map gives them.
    public func mappedCode(_ concept: String, system: String, code: String) -> MappedCode? {
        mappedCodes.at(image.first(.concept, concept, system, code))
            ?? mappedCodes.at(image.first(.concept, concept, "*", code))
    }

    /// Names of all concept maps, in order.
    public var conceptMapNames: [String] { image.keys(.conceptMap) }

    /// What is known of the list of a system, by its FHIR URI.
    public func terminology(of system: String) -> Terminology? { terminologies.at(image.first(.terminology, system)) }

    /// Whether a code list holds a code.
    public func holds(code: String, system: String) -> Bool { image.has(.code, system, code) }

    /// What a code list calls a code; nil when it does not hold it or gives no word.
    public func display(of code: String, system: String) -> String? {
        words.at(image.first(.code, system, code)).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The lists that hold a code, whatever system it was sent under.
    public func terminologies(holding code: String) -> [Terminology] {
        image.all(.codeAnywhere, code).compactMap { terminologies.at($0) }
    }

    /// What is known of a sender: a custodian's `root^extension` or `root`, or MSH-4.
    public func sender(_ name: String) -> SenderQuirks? { senders.at(image.first(.sender, name)) }
}

// MARK: - Documents and their parts

extension ProfileSet {
    /// What a section with this template is, its root and extension as UTF-8; the extension is a version unless a table says
    /// otherwise.
    public func section(template root: ArraySlice<UInt8>, extension: ArraySlice<UInt8>?) -> SectionKind? {
        number(.sectionTemplate, root, `extension`).flatMap { sectionKinds.at($0) ?? nil }
    }

    /// What a section with this code is. `codeSystem` is an OID; nil means LOINC.
    public func section(code: String, codeSystem: String?) -> SectionKind? {
        number(.sectionCode, code, codeSystem).flatMap { sectionKinds.at($0) ?? nil }
    }

    /// What a clinical statement with this template is, its root and extension as UTF-8.
    public func entry(template root: ArraySlice<UInt8>, extension: ArraySlice<UInt8>?) -> StatementKind? {
        number(.statementTemplate, root, `extension`).flatMap { statementKinds.at($0) ?? nil }
    }

    /// What a clinical statement with this code is. `codeSystem` is an OID; nil means LOINC.
    public func entry(code: String, codeSystem: String?) -> StatementKind? {
        number(.statementCode, code, codeSystem).flatMap { statementKinds.at($0) ?? nil }
    }

    /// The number that a template leads to: `root^extension` before `root`.
    private func number(_ space: ProfileSpace, _ root: ArraySlice<UInt8>, _ suffix: ArraySlice<UInt8>?) -> Int? {
        if let suffix, let number = image.first(space, root, versioned: suffix) { return number }
        return image.first(space, root)
    }

    /// The number that a code leads to. A code without a system is looked for in LOINC.
    private func number(_ space: ProfileSpace, _ code: String, _ codeSystem: String?) -> Int? {
        let uri = codeSystem.map { system(forOID: $0)?.uri ?? $0 } ?? "http://loinc.org"
        return image.first(space, uri, code)
    }

    /// The type of a document: by its templates, otherwise by its code. `system` is an OID.
    ///
    /// A nation's types count before those of everybody, as its documents name both; then the first template that is known,
    /// `root^extension` before `root`, a national one with its version arc dropped.
    public func documentType(templateIds: [String], code: String?, system: String?) -> DocumentType? {
        var found: Int?
        for isWhole in [true, false] {
            for template in templateIds {
                guard let number = isWhole ? whole(template) : rooted(template) else { continue }
                if isNational[number] { return documentTypes[number] }
                if found == nil { found = number }
            }
        }
        return documentTypes.at(found ?? code.flatMap { number(.documentCode, $0, system) })
    }

    private func whole(_ template: String) -> Int? {
        if let number = image.first(.documentTemplate, template), number < documentTypes.count { return number }
        guard let (unversioned, _) = OID.split(template) else { return nil }
        return image.first(.documentTemplate, unversioned + ".*").flatMap { $0 < documentTypes.count ? $0 : nil }
    }

    private func rooted(_ template: String) -> Int? {
        guard let hat = template.utf8.firstIndex(of: UInt8(ascii: "^")) else { return nil }
        return image.first(.documentTemplate, template[..<hat]).flatMap { $0 < documentTypes.count ? $0 : nil }
    }

    /// Ids of all document types, in order.
    public var documentTypeIDs: [String] { image.keys(.documentType) }

    /// What a CDA document of this type must hold.
    public func requirements(of type: DocumentType?) -> [Requirement] { requirements(family: "cda", type: type) }

    /// What an HL7 v2 message must hold.
    public var messageRequirements: [Requirement] { generalMessageRequirements }

    /// The rules of the family, each replaced by the type's own rule about the same named element where there is one.
    private func requirements(family: String, type: DocumentType?) -> [Requirement] {
        let general = image.all(.rules, family).compactMap { rules.at($0) }
        let own = type.map { image.all(.rules, $0.id) } ?? []
        guard !own.isEmpty else { return general }
        let special = own.compactMap { rules.at($0) }
        let replaced = Set(special.filter(\.isNamed).map(\.element))
        return general.filter { !($0.isNamed && replaced.contains($0.element)) } + special
    }

    /// Whether messages of this MSH-9 can be filed, and as what.
    public func messageSupport(message: String, event: String) -> MessageSupport {
        if let type = messageTypes.at(image.first(.messageEvent, message, event)) { return .supported(type) }
        return image.has(.message, message) ? .unsupportedEvent : .unsupportedType
    }
}

// MARK: - Identifiers

extension ProfileSet {
    /// The system of person identifiers under an OID; nil for a local one.
    public func personSystem(oid: String) -> PersonSystem? { persons.at(image.first(.personOID, oid)) }

    /// The system of person identifiers with this FHIR URI.
    public func personSystem(uri: String) -> PersonSystem? { persons.at(image.first(.personURI, uri)) }

    /// The system of an HL7 v2 CX without an OID: by identifier type CX.5 (`NNEST`), or for the type `NI` by assigning authority
    /// CX.4.1.
    public func personSystem(hl7Type type: String, authority: String) -> PersonSystem? {
        let type = type.uppercased()
        if let system = persons.at(image.first(.personType, type)) { return system }
        guard type.isEmpty || type == "NI" else { return nil }
        return persons.at(image.first(.personAuthority, authority.uppercased()))
    }

    /// The FHIR system of identifiers of any other kind under an OID: practitioners, insurers, goods.
    public func identifierSystem(oid: String) -> String? { words.at(image.first(.identifierSystem, oid)) }

    /// The system of institution identifiers under an OID.
    public func institutionSystem(oid: String) -> InstitutionSystem? {
        institutions.at(image.first(.institutionOID, oid))
    }

    /// The system that institutions of this scheme and country are numbered in; of several, that with the least URI.
    public func institutionSystem(of institution: InstitutionID) -> InstitutionSystem? {
        image.all(.institutionScheme, institution.scheme + institution.country).compactMap { institutions.at($0) }
            .min { $0.fhirSystem < $1.fhirSystem }
    }

    /// The institution that an OID names by its last arc, the number in the register: `1.3.6.1.4.1.28284.4.90000001` is
    /// `NTREE-90000001`.
    public func institution(namedByOID oid: String) -> InstitutionID? {
        guard let (parent, arc) = OID.split(oid) else { return nil }
        return institutionSystem(oid: parent)?.identifier(arc)
    }
}
