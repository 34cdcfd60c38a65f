public import Gateway
import HTTPTypes
import Hummingbird
import JSONText
public import RecordTypes
import WebPages

/// Reads the administration log for an official, under a case number, as the request of that id.
public typealias AdministrationLog =
    @Sendable (
        _ caseNumber: String, _ official: VerifiedOfficial, _ requestID: String
    ) async throws(GatewayError) -> [AdministrationLine]

extension Route where Caller == VerifiedOfficial {
    /// `POST /register/_search` with `case`: every change of institutions, professionals and officials, oldest first.
    ///
    /// ```json
    /// {"changes": [{"index": 17, "time": "2026-…Z", "by": "mari", "what": "official 3f…: supervisor"}]}
    /// ```
    static func registerChanges(_ read: @escaping AdministrationLog) -> Route {
        Route(.post, "/register/_search", .fhir) { visit in
            let form = try await visit.form()
            try form.allowOnly(["case"])
            let lines = try await read(form["case"] ?? "", visit.caller, visit.requestID.description)
            var json = JSONWriter()
            json.beginObject()
            json.key("changes")
            json.beginArray()
            for line in lines {
                json.beginObject()
                json.key("index")
                json.number(text: String(line.ledgerIndex))
                json.key("time")
                json.string(line.time.description)
                json.key("by")
                json.string(line.operatorName)
                json.key("what")
                json.string(line.words)
                json.endObject()
            }
            json.endArray()
            json.endObject()
            return Response(bytes: json.bytes, type: MediaType.json)
        }
    }
}
