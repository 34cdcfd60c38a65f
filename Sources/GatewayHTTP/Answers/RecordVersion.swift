import HTTPTypes
import Hummingbird
import Identity
import RecordTypes

/// Versions of what a record is made of: a record that is normalised anew has another Bundle, and so another version.
enum RecordVersion {
    /// FHIR's `versionId`: the beginning of the anchored digest of the Bundle, or of a keyed one.
    ///
    /// Keyed for an institution: one record has another version at each.
    static func id(of record: RecordDescription, _ names: ReaderNames) -> String {
        names.version(record.bundleDigest, filedBy: record.institution)
    }
}

extension Visit {
    /// The answer with its ETag; 304 when the client has this very version; 404 when another one is asked for by name.
    ///
    /// By now the look has been decided and logged: a condition changes how much is sent, never who may know.
    func versioned(
        _ record: RecordDescription, _ names: ReaderNames, _ response: () throws -> Response
    ) throws -> Response {
        let version = RecordVersion.id(of: record, names)
        if let asked = parameters.get("version"), asked != version { throw HTTPFault.notFound }
        let tag = "W/\"\(version)\""
        var answer =
            request.headers[values: .ifNoneMatch].contains { Self.names(tag, $0) }
            ? Response(status: .notModified) : try response()
        answer.headers[.eTag] = tag
        return answer
    }

    /// Weak comparison (RFC 9110 §8.8.3.2).
    private static func names(_ tag: String, _ field: String) -> Bool {
        field.split(separator: ",").contains { part in
            let text = part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
            let other = String(text)
            return other == "*" || other == tag || "W/\(other)" == tag
        }
    }
}

/// Behind a resource's address: one of its versions (R4 3.1.0.4).
let versionPath = "/_history/{version}"
