/// What a record says, as values for people to read: already taken apart, nothing in it is markup.
public struct RecordContent: Hashable, Sendable {
    /// A part of the text, in the order of the document.
    public enum Block: Hashable, Sendable {
        case heading(String)
        case paragraph(String)
        case list([String])
        case table(columns: [String], rows: [[String]])
    }

    public struct Section: Hashable, Sendable {
        public let title: String
        public let blocks: [Block]
        public let sections: [Section]

        public init(title: String, blocks: [Block], sections: [Section] = []) {
            self.title = title
            self.blocks = blocks
            self.sections = sections
        }
    }

    /// Whom the document says it is about.
    public struct Patient: Hashable, Sendable {
        public let name: String?
        public let birthDate: String?
        public let identifiers: [String]

        public init(name: String?, birthDate: String?, identifiers: [String]) {
            self.name = name
            self.birthDate = birthDate
            self.identifiers = identifiers
        }
    }

    public let patient: Patient?
    public let lists: [StructuredList]
    public let sections: [Section]

    public init(patient: Patient?, lists: [StructuredList], sections: [Section]) {
        self.patient = patient
        self.lists = lists
        self.sections = sections
    }
}
