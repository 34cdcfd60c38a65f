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

    /// One kind of structured statements: problems, medicines, results.
    public struct StructuredList: Hashable, Sendable {
        public let title: String
        public let columns: [String]
        public let rows: [[String]]

        public init(title: String, columns: [String], rows: [[String]]) {
            self.title = title
            self.columns = columns
            self.rows = rows
        }
    }

    public struct Fact: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public let patient: [Fact]
    public let lists: [StructuredList]
    public let sections: [Section]

    public init(patient: [Fact], lists: [StructuredList], sections: [Section]) {
        self.patient = patient
        self.lists = lists
        self.sections = sections
    }
}
