internal import EmbeddedDatabase
internal import GRDB
internal import RecordTypes
internal import Sealing
internal import Statements

/// A row of `inquiry`.
struct InquiryRow: Sendable {
    let id: [UInt8]
    let subject: [UInt8]
    let statement: [UInt8]
    let answer: [UInt8]?

    private init(_ row: Row) {
        let id: Blob = row["id"]
        let subject: Blob = row["subject"]
        let statement: Blob = row["statement"]
        let answer: Blob? = row["answer"]
        self.id = id.bytes
        self.subject = subject.bytes
        self.statement = statement.bytes
        self.answer = answer?.bytes
    }

    /// Which inquiries are looked up.
    enum Question: Sendable {
        case of(person: [UInt8])
        case to(institution: String)
        case one(id: [UInt8])
        /// Without an answer, and due by then.
        case overdue(by: Int64)
    }

    /// Newest first; overdue ones longest first. At most a thousand.
    static func fetch(_ question: Question, _ database: Database) throws -> [InquiryRow] {
        let (condition, argument): (String, any DatabaseValueConvertible) =
            switch question {
            case .of(let person): ("person = ? ORDER BY asked DESC", Blob(person))
            case .to(let institution): ("institution = ? ORDER BY asked DESC", institution)
            case .one(let id): ("id = ?", Blob(id))
            case .overdue(let now): ("answered IS NULL AND due <= ? ORDER BY due", now)
            }
        let statement = try database.cachedStatement(sql: "SELECT * FROM inquiry WHERE \(condition) LIMIT 1000")
        return try Row.fetchAll(statement, arguments: [argument]).map { InquiryRow($0) }
    }

    func state(of person: LedgerIdentity, openedBy key: SealingKey) throws(CorrespondenceError) -> InquiryState {
        guard let bytes = try? key.open(statement, as: Self.place("statement", id)),
            case .inquiry(let inquiry, _) = try? Statement(reading: bytes, subject: person), inquiry.id.bytes == id
        else { throw .damaged }
        guard let answer else { return InquiryState(inquiry: inquiry, answer: nil) }
        guard let bytes = try? key.open(answer, as: Self.place("answer", id)),
            case .inquiryAnswer(let answer, _) = try? Statement(reading: bytes, subject: person)
        else { throw .damaged }
        return InquiryState(inquiry: inquiry, answer: answer)
    }

    static func place(_ column: String, _ id: [UInt8]) -> SealedPlace {
        SealedPlace(table: "inquiry", column: column, row: id)
    }
}
