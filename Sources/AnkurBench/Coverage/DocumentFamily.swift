import XMLReader

/// On which side of the Atlantic a document was written: the two columns of the coverage table.
enum DocumentFamily: String, CaseIterable {
    case unitedStates = "US C-CDA/C32"
    case europe = "Europe"

    /// What a document says about itself, in the order in which it counts; the first line that holds decides.
    private enum Mark {
        case realm(String)
        /// The template itself, or one below it.
        case template(String)
        case language(String)
    }

    private static let marks: [(Mark, DocumentFamily)] = [
        (.realm("US"), .unitedStates),
        (.template("1.3.6.1.4.1.12559.11.10"), .europe),  // epSOS, eHDSI
        (.template("2.16.756"), .europe),  // Switzerland
        (.template("1.2.208"), .europe),  // Denmark
        (.template("1.2.40"), .europe),  // Austria
        (.template("1.2.250"), .europe),  // France
        (.template("1.3.6.1.4.1.28284"), .europe),  // Estonia
        (.template("2.16.840.1.113883.2"), .europe),  // HL7 affiliates: Italy, Germany, Finland
        (.template("2.16.840.1.113883.10.22"), .europe),  // International Patient Summary
        (.template("2.16.840.1.113883.10.20"), .unitedStates),  // CCD, C-CDA
        (.template("2.16.840.1.113883.3.88"), .unitedStates),  // HITSP C32
        (.language("en-US"), .unitedStates),
    ]

    /// - Parameter root: `ClinicalDocument`.
    init(_ root: XMLElement) {
        let realms = root.children("realmCode").compactMap { $0.attribute("code") }
        var templates = root.children("templateId").compactMap { $0.attribute("root") }
        if templates.isEmpty, let body = root.descendant("component", "structuredBody") {
            // Nothing in the header: what its sections claim to be.
            for section in body.children("component").compactMap({ $0.child("section") }) {
                templates += section.children("templateId").compactMap { $0.attribute("root") }
            }
        }
        let languages = root.children("languageCode").compactMap { $0.attribute("code") }
        for (mark, family) in Self.marks {
            let holds =
                switch mark {
                case .realm(let realm): realms.contains(realm)
                case .template(let oid): templates.contains { $0 == oid || $0.hasPrefix(oid + ".") }
                case .language(let tag): languages.contains(tag)
                }
            if holds {
                self = family
                return
            }
        }
        self = .europe
    }
}
