import JSONText
import RecordTypes

extension RecordDescription {
    var json: JSONValue {
        object([
            ("id", .string(id.description)),
            ("institution", .string(institution.semantics)),
            ("institutionName", .string(institutionName)),
            ("mediaType", .string(mediaType)),
            ("type", type?.json),
            ("title", .string(title)),
            ("author", author.map(JSONValue.string)),
            ("documentTime", documentTime.map(JSONValue.string)),
            ("received", .string(received.description)),
            ("documentID", documentID?.json),
            ("setID", setID?.json),
            ("version", version.map { .number(String($0)) }),
            ("replaces", replaces?.json),
            ("sourceDigest", .string(sourceDigest.hex)),
            ("sourceSize", .number(String(sourceSize))),
            ("bundleDigest", .string(bundleDigest.hex)),
            ("profileSetDigest", .string(profileSetDigest.hex)),
            ("converterVersion", .string(converterVersion)),
            ("submittedBy", submittedBy?.json),
            ("closedTo", words(closedTo)),
            ("heldBackUntil", heldBackUntil.map { .string($0.description) }),
        ])
    }

    init(members: inout MemberReader, subject: LedgerIdentity) throws(StatementError) {
        let sourceSize = try members.integer("sourceSize")
        guard sourceSize >= 0 else { throw StatementError(.invalidValue, at: "sourceSize") }
        self.init(
            id: try members.word("id", RecordID.init(_:)),
            subject: subject,
            institution: try members.word("institution") { InstitutionID($0) },
            institutionName: try members.text("institutionName"),
            mediaType: try members.text("mediaType"),
            type: try members.optionalObject("type", CodedWord.init(members:)),
            title: try members.text("title"),
            author: try members.optionalText("author"),
            documentTime: try members.optionalText("documentTime"),
            received: try members.instant("received"),
            documentID: try members.optionalObject("documentID", DocumentID.init(members:)),
            setID: try members.optionalObject("setID", DocumentID.init(members:)),
            version: try members.optionalInteger("version").map(Int.init),
            replaces: try members.optionalObject("replaces", DocumentID.init(members:)),
            sourceDigest: try members.word("sourceDigest", Digest.init(canonical:)),
            sourceSize: Int(sourceSize),
            bundleDigest: try members.word("bundleDigest", Digest.init(canonical:)),
            profileSetDigest: try members.word("profileSetDigest", Digest.init(canonical:)),
            converterVersion: try members.text("converterVersion"),
            submittedBy: try members.optionalObject("submittedBy", AssertedActor.init(members:)),
            closedTo: try members.optionalWords("closedTo", DocumentAudience.init(rawValue:)),
            heldBackUntil: try members.optionalInstant("heldBackUntil"))
    }
}
