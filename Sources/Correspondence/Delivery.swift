internal import EmbeddedDatabase
internal import GRDB
public import RecordTypes
internal import Sealing

/// One message that is to be sent: that something happened, to one address. What happened at whom, and to whose record, is not in it.
public struct Delivery: Hashable, Sendable {
    public enum Channel: Hashable, Sendable {
        case email(String)
        /// The state's own mailbox, in this person's name.
        case mailbox(PersonIdentifier)
    }

    public let id: Int64
    public let event: NotificationPreferences.Event
    public let channel: Channel
    /// `et`, `en`, `ru`.
    public let language: String
    public let time: Instant
    /// How often it was tried.
    public let attempts: Int
}

/// A row of `delivery`.
struct DeliveryRow: Sendable {
    let id: Int64
    let event: String
    let channel: String
    let ledgerIndex: Int64
    let subject: [UInt8]
    let address: [UInt8]
    let language: String
    let time: Int64
    let attempts: Int

    /// - Returns: nothing; an event that still waits to be told is not told twice.
    static func add(
        _ event: NotificationPreferences.Event, _ channel: String, sealed address: [UInt8], subject: [UInt8],
        language: String, for change: CorrespondenceChange, _ database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO delivery
                    (ledger_index, event, channel, person, subject, address, language, time, due)
                SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?
                WHERE NOT EXISTS (SELECT 1 FROM delivery WHERE person = ? AND event = ? AND channel = ?)
                """,
            arguments: [
                Int64(bitPattern: change.ledgerIndex), event.rawValue, channel, Blob(change.person), Blob(subject),
                Blob(address), language, change.time, change.time, Blob(change.person), event.rawValue, channel,
            ])
    }

    static func fetch(dueBy now: Int64, limit: Int, _ database: Database) throws -> [DeliveryRow] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM delivery WHERE due <= ? ORDER BY due LIMIT ?", arguments: [now, limit]
        ).map { row in
            let subject: Blob = row["subject"]
            let address: Blob = row["address"]
            return DeliveryRow(
                id: row["id"], event: row["event"], channel: row["channel"], ledgerIndex: row["ledger_index"],
                subject: subject.bytes, address: address.bytes, language: row["language"], time: row["time"],
                attempts: row["attempts"])
        }
    }

    static func place(_ index: Int64, _ channel: String) -> SealedPlace {
        SealedPlace(table: "delivery", column: "address", row: row(index, channel))
    }

    /// Under what the subject and the address of a row are sealed.
    static func row(_ index: Int64, _ channel: String) -> [UInt8] { Array("\(index)/\(channel)".utf8) }

    func delivery(openedBy key: SealingKey) throws(CorrespondenceError) -> Delivery {
        guard let event = NotificationPreferences.Event(rawValue: event),
            let bytes = try? key.open(address, as: Self.place(ledgerIndex, channel))
        else { throw .damaged }
        let text = String(decoding: bytes, as: UTF8.self)
        let channel: Delivery.Channel
        if self.channel == "email" {
            channel = .email(text)
        } else if let person = PersonIdentifier(semantics: text) {
            channel = .mailbox(person)
        } else {
            throw .damaged
        }
        return Delivery(
            id: id, event: event, channel: channel, language: language, time: Instant(milliseconds: time),
            attempts: attempts)
    }
}
