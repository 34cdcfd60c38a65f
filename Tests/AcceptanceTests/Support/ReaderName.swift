import JSONText
import Testing

/// What an institution calls a record that another has filed: it finds it as any integrator does, by the document's own identifier.
enum ReaderName {
    /// - Parameter record: the name that stands in the submitter's receipt, and that the citizen uses.
    static func of(_ record: String, for holder: String, headers: [String], in gateway: RunningGateway) async throws
        -> String
    {
        let own = try await Curl.ask(
            gateway, as: Holder.citizen, gateway.url("citizens", "/fhir/DocumentReference/\(record)"))
        let document = try #require(try own.json()["masterIdentifier"], "\(own.text.prefix(300))")
        let found = try await Curl.ask(
            gateway, as: holder,
            gateway.url("providers", "/fhir/DocumentReference?patient.identifier=PNOEE-38001085718&_count=1000"),
            headers: headers)
        let reference = try found.json().resources.first { $0["masterIdentifier"] == document }
        return try #require(reference?["id"]?.stringValue, "\(found.text.prefix(300))")
    }
}
