internal import JSONText
internal import RecordTypes

/// Newline-delimited JSON: one object a line, the members in the order of the report's columns.
///
/// `time`, `actor`, `institution`, `purpose` and `outcome` are in every line, `institution` as null where there is none.
public enum NewlineDelimited {
    public static func bytes(of rows: [AccessReportRow]) -> [UInt8] { rows.flatMap(line) }

    /// One line with its line feed, for reports that are streamed.
    public static func line(_ row: AccessReportRow) -> [UInt8] {
        let event = row.event
        var json = JSONWriter(reserving: 512)
        json.beginObject()
        json.key("time")
        json.string(event.time.description)
        json.key("actor")
        write(event.actor, to: &json)
        json.key("institution")
        write(event.actor.institution?.semantics, to: &json)
        json.key("institutionName")
        write(event.actor.institutionName, to: &json)
        json.key("purpose")
        json.string(event.purpose.rawValue)
        json.key("action")
        json.string(event.action.rawValue)
        json.key("outcome")
        json.string(event.outcome.rawValue)
        json.key("basis")
        write(event.basis, to: &json)
        json.key("encounter")
        write(event.encounter, to: &json)
        json.key("records")
        json.beginArray()
        for record in event.records { json.string(record.description) }
        json.endArray()
        json.key("requestID")
        json.string(event.requestID)
        json.key("ledgerIndex")
        json.integer(row.ledgerIndex)
        json.endObject()
        return json.bytes + [0x0A]
    }

    private static func write(_ actor: AccessEvent.Actor, to json: inout JSONWriter) {
        json.beginObject()
        json.key("kind")
        json.string(actor.kind.rawValue)
        json.key("person")
        write(actor.person?.semantics, to: &json)
        json.key("name")
        write(actor.personName, to: &json)
        json.key("role")
        write(actor.role, to: &json)
        json.key("assertion")
        write(actor.assertion?.rawValue, to: &json)
        json.endObject()
    }

    private static func write(_ text: String?, to json: inout JSONWriter) {
        if let text { json.string(text) } else { json.null() }
    }
}
