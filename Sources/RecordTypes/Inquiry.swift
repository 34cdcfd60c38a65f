/// The name of an inquiry: 16 random bytes, so that it says nothing and cannot be guessed.
public struct InquiryID: Hashable, Sendable {
    public let bytes: [UInt8]

    /// Nil unless there are exactly 16 bytes.
    public init?(bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// 32 lower-case hexadecimal digits.
    public init?(_ text: some StringProtocol) {
        guard let bytes = Hex.bytes(String(text)), Hex.text(bytes) == text else { return nil }
        self.init(bytes: bytes)
    }
}

extension InquiryID: CustomStringConvertible {
    public var description: String { Hex.text(bytes) }
}

/// What a person asks of an institution, with the day by which it must answer.
public struct Inquiry: Hashable, Sendable {
    /// What it is about.
    public enum Matter: Hashable, Sendable {
        /// "I do not recognise this": one look, by its place on the ledger.
        case look(Look)
        /// "This is wrong": one record.
        case correction(RecordID)
    }

    /// A look as the institution must be able to find it in its own log. What the look was refused is not named: who asks about an attempt
    /// does not tell what there was to be found.
    public struct Look: Hashable, Sendable {
        public let index: UInt64
        public let time: Instant
        public let action: AccessEvent.Action
        public let personName: String?
        public let role: String?
        public let requestID: String
        /// What was shown; empty for an attempt.
        public let records: [RecordID]

        public init(
            index: UInt64, time: Instant, action: AccessEvent.Action, personName: String?, role: String?,
            requestID: String, records: [RecordID]
        ) {
            self.index = index
            self.time = time
            self.action = action
            self.personName = personName
            self.role = role
            self.requestID = requestID
            self.records = records
        }
    }

    public let id: InquiryID
    public let matter: Matter
    public let person: PersonIdentifier
    public let personName: String
    public let institution: InstitutionID
    public let institutionName: String
    /// In the person's own words; may be empty for a look.
    public let text: String
    public let asked: Instant
    /// When the answer is overdue, and the ministry sees it.
    public let due: Instant
    /// Who asked for the person; nil = the person.
    public let askedBy: PersonIdentifier?

    public init(
        id: InquiryID, matter: Matter, person: PersonIdentifier, personName: String, institution: InstitutionID,
        institutionName: String, text: String, asked: Instant, due: Instant, askedBy: PersonIdentifier? = nil
    ) {
        self.id = id
        self.matter = matter
        self.person = person
        self.personName = personName
        self.institution = institution
        self.institutionName = institutionName
        self.text = text
        self.asked = asked
        self.due = due
        self.askedBy = askedBy
    }
}

/// What the institution said.
public struct InquiryAnswer: Hashable, Sendable {
    public enum Finding: String, Hashable, Sendable, CaseIterable {
        /// The look had a reason, which the answer gives.
        case justified
        /// It was a mistake: the wrong person, a mistyped code.
        case mistake
        /// There was no reason.
        case unjustified
        /// The record was corrected: a new version has been filed, or will be.
        case corrected
        /// The record is right as it is.
        case declined
    }

    public let id: InquiryID
    public let finding: Finding
    public let text: String
    public let answered: Instant
    /// Who answered, as the institution says.
    public let answeredBy: String?

    public init(id: InquiryID, finding: Finding, text: String, answered: Instant, answeredBy: String?) {
        self.id = id
        self.finding = finding
        self.text = text
        self.answered = answered
        self.answeredBy = answeredBy
    }
}

extension Inquiry.Matter {
    /// Which findings an answer can have.
    public var findings: [InquiryAnswer.Finding] {
        switch self {
        case .look: [.justified, .mistake, .unjustified]
        case .correction: [.corrected, .declined]
        }
    }
}

/// An inquiry and where it stands.
public struct InquiryState: Hashable, Sendable {
    public let inquiry: Inquiry
    public let answer: InquiryAnswer?

    public init(inquiry: Inquiry, answer: InquiryAnswer?) {
        self.inquiry = inquiry
        self.answer = answer
    }

    public func isOverdue(at now: Instant) -> Bool { answer == nil && inquiry.due <= now }
}
