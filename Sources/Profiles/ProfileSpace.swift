/// What a key of a compiled set is about. Part of the file's format: numbers are never used anew.
enum ProfileSpace: UInt8, CaseIterable {
    case system = 1
    case versionedSystem = 2
    case childSystem = 3
    case valueSetRoot = 4
    case codingSystemName = 5
    case sectionTemplate = 6
    case sectionCode = 7
    case statementTemplate = 8
    case statementCode = 9
    case documentTemplate = 10
    case documentCode = 11
    case concept = 12
    case conceptMap = 13
    /// Rules by what they apply to: `cda`, `hl7v2` or the id of a document type.
    case rules = 14
    case personOID = 15
    case personURI = 16
    case personType = 17
    case personAuthority = 18
    case institutionOID = 19
    /// The systems of a scheme and country.
    case institutionScheme = 20
    case message = 21
    case messageEvent = 22
    case sender = 23
    /// A code system's list, by URI.
    case terminology = 24
    /// One code of a code list: system and code.
    case code = 25
    /// The lists that hold a code, by the code alone.
    case codeAnywhere = 26
    case documentType = 27
    /// The URIs that tables of code systems name.
    case systemURI = 28
    case identifierSystem = 29
}

/// Records of a compiled set that become values once, when it is opened.
enum ProfileRecordKind: UInt8, CaseIterable {
    case system = 1
    case word = 2
    case documentType = 3
    case mappedCode = 4
    case rule = 5
    case person = 6
    case institution = 7
    case messageType = 8
    case sender = 9
    case terminology = 10
}
