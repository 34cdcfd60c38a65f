/// Which of a person's records somebody may see, as far as it can be told without opening one: what `Consent` makes of the person's
/// rules, and what the registry looks up by.
///
/// The registry gives exactly the records that pass; each is decided about once more when it is opened.
public struct RecordFilter: Hashable, Sendable {
    public struct Category: Hashable, Sendable {
        public let system: String
        public let code: String

        public init(system: String, code: String) {
            self.system = system
            self.code = code
        }
    }

    /// Rules of one strength. The first that says something about a record decides; within a member, what it says of each value.
    public struct Layer: Hashable, Sendable {
        public var records: [RecordID: Bool] = [:]
        /// Whether documents that their author closed to clinicians are closed here, except to the institution that filed them.
        public var respectsAuthors: Bool
        public var categories: [Category: Bool] = [:]
        public var authors: [InstitutionID: Bool] = [:]
        /// The strongest first. A denial is about documents that touch its time, an allowance about those within it.
        public var periods: [Period] = []
        public var whole: Bool?

        public init(respectsAuthors: Bool) { self.respectsAuthors = respectsAuthors }
    }

    public struct Period: Hashable, Sendable {
        public let span: DateSpan
        public let permits: Bool
        /// Whether it is about documents that touch its time, as denials are; else about those within it.
        public let touches: Bool

        public init(span: DateSpan, permits: Bool, touches: Bool) {
            self.span = span
            self.permits = permits
            self.touches = touches
        }
    }

    /// The strongest first.
    public var layers: [Layer]
    /// For whom records are looked up; nil = an institution that nobody knows.
    public var institution: InstitutionID?
    /// What holds where no layer says anything.
    public var otherwise: Bool

    public init(layers: [Layer], institution: InstitutionID?, otherwise: Bool) {
        self.layers = layers
        self.institution = institution
        self.otherwise = otherwise
    }

    /// Everything passes.
    public static let everything = RecordFilter(layers: [], institution: nil, otherwise: true)
    public static let nothing = RecordFilter(layers: [], institution: nil, otherwise: false)
}
