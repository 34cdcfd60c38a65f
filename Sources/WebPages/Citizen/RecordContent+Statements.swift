extension RecordContent {
    /// Structured statements of one kind, as rows of what its columns say.
    public struct StructuredList: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            /// Problem, code, since.
            case problems
            /// Substance, code, reaction.
            case allergies
            /// Medicine, code, dosage.
            case medicines
            /// Test, value, reference range, time.
            case results
            /// Vaccine, code, time.
            case immunisations
            /// Procedure, code, time.
            case procedures
            /// Kind of visit, from, until.
            case encounters
        }

        public let kind: Kind
        public let rows: [Statement]

        public init(_ kind: Kind, rows: [Statement]) {
            self.kind = kind
            self.rows = rows
        }
    }

    /// One statement: what it is about, what its columns say, and how far it holds.
    public struct Statement: Hashable, Sendable {
        /// The kind's first column.
        public let subject: String
        /// What keeps a reader from taking the statement for a plain "is so" or "was done"; nil where nothing does.
        public let standing: Standing?
        /// Why it stands so, in the author's words.
        public let reason: String?
        /// The kind's other columns.
        public let cells: [Cell]

        public init(_ subject: String, standing: Standing? = nil, reason: String? = nil, cells: [Cell]) {
            self.subject = subject
            self.standing = standing
            self.reason = reason
            self.cells = cells
        }
    }

    public enum Cell: Hashable, Sendable {
        case text(String)
        /// A FHIR date or dateTime.
        case time(String)
        /// FHIR dates or dateTimes; an end that is not known is nil.
        case period(from: String?, until: String?)
        case truth(Bool)
    }

    /// How far a statement holds. A reader who overlooks one of these could take something refused for given.
    public enum Standing: String, Hashable, Sendable, CaseIterable {
        /// Withdrawn by its author: it never held.
        case enteredInError
        /// It was looked for or thought of, and is not so.
        case refuted
        /// Not given, not taken, not carried out, not attended.
        case notDone
        /// The order not to do it.
        case mustNotBeDone
        /// Thought to be so, not yet known.
        case suspected
        case planned
        /// An order, which does not say that it was followed.
        case ordered
        /// A result that may still change.
        case preliminary
        case paused
        /// Broken off before its end.
        case stopped
        /// It was so and is over.
        case over

        /// Whether the statement says the opposite of its words.
        var isNegation: Bool {
            switch self {
            case .enteredInError, .refuted, .notDone, .mustNotBeDone: true
            case .suspected, .planned, .ordered, .preliminary, .paused, .stopped, .over: false
            }
        }
    }
}
