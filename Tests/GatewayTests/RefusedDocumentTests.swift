import Ledger
import RecordStore
import RecordTypes
import Testing

@testable import Gateway

@Suite("A document is refused and nothing of it is kept", .timeLimit(.minutes(1)))
struct RefusedDocumentTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let name: String
        let expected: Refusal
        let change: @Sendable (inout Paper) -> Void
        var testDescription: String { name }

        init(_ name: String, _ expected: Refusal, _ change: @escaping @Sendable (inout Paper) -> Void) {
            self.name = name
            self.expected = expected
            self.change = change
        }
    }

    static let long = String(repeating: "7", count: 2_000_000)
    static let disagreeing = Refusal(.conversionFailed, ["readers-disagree"])
    static let tooLong = Refusal(.documentRefused, ["document-header-too-long"])
    static let badVersion = Refusal(.documentRefused, ["document-version-out-of-range"])

    static let cases: [Example] = [
        Example("another institution is its custodian", Refusal(.documentRefused, ["custodian-is-not-sender"])) {
            $0.header.custodian = People.otherHospital.id
        },
        Example("it names no patient", Refusal(.documentRefused, ["patient-not-identified"])) {
            $0.header.patients = []
        },
        Example("it names its patient by a numbering alone", Refusal(.documentRefused, ["patient-not-identified"])) {
            $0.header.patients = [People.local("2.16.840.1.113883.4.1|")]
        },
        Example("it names two patients", Refusal(.documentRefused, ["patient-ambiguous"])) {
            $0.header.patients = [People.citizen, People.doctor]
        },
        Example("it speaks of a second patient without a number", Refusal(.documentRefused, ["patient-ambiguous"])) {
            $0.header.patientCount = 2
        },
        Example("the converter refuses it", Refusal(.documentRefused, ["fault-1", "note", "fault-2"])) {
            $0.issues = [
                Issue(.error, "fault-1", .required, "One."), Issue(.information, "note", .informational, "A note."),
                Issue(.fatal, "fault-2", .structure, "Two."),
            ]
            $0.parts = nil
        },
        Example(
            "faults of converter and gateway come in one answer",
            Refusal(.documentRefused, ["fault", "custodian-is-not-sender", "document-version-out-of-range"])
        ) {
            $0.issues = [Issue(.error, "fault", .required, "One.")]
            $0.header.patients = []
            $0.header.custodian = People.otherHospital.id
            $0.header.version = .max
            $0.parts = nil
        },
        Example("the second reading names another patient", disagreeing) {
            $0.reread { $0.patients = [People.doctor] }
        },
        Example("the second reading names one patient more", disagreeing) { $0.reread { $0.patientCount = 2 } },
        Example("the second reading names no patient", disagreeing) { $0.reread { $0.patients = [] } },
        Example("the second reading names another document", disagreeing) {
            $0.reread { $0.documentID = DocumentID(root: "2.999.1", extension: "other") }
        },
        Example("the second reading names another custodian", disagreeing) {
            $0.header.custodian = People.hospital.id
            $0.reread { $0.custodian = nil }
        },
        Example("its identifier is too long", tooLong) {
            $0.header.documentID = DocumentID(root: "2.999", extension: long)
        },
        Example("its set identifier is too long", tooLong) {
            $0.header.setID = DocumentID(root: long, extension: nil)
        },
        Example("the identifier it replaces is too long", tooLong) {
            $0.header.replaces = DocumentID(root: "2.999", extension: long)
        },
        Example("its type code is too long", tooLong) {
            $0.header.type = CodedWord(system: "http://loinc.org", code: long, display: nil)
        },
        Example("its time is too long", tooLong) { $0.header.documentTime = long },
        Example("its version is one that JSON rounds", badVersion) { $0.header.version = 9_007_199_254_740_993 },
        Example("its version is the largest there is", badVersion) { $0.header.version = .max },
        Example("its version is the smallest there is", badVersion) { $0.header.version = .min },
        Example("nothing came back", Refusal(.conversionFailed, ["conversion-unusable"])) { $0.parts = nil },
        Example("no worker is free", Refusal(.busy)) { $0.failure = .busy },
        Example("its worker crashes", Refusal(.conversionFailed, ["conversion-crashed"])) { $0.failure = .crashed },
        Example("its worker does not end", Refusal(.conversionFailed, ["conversion-timed-out"])) {
            $0.failure = .timedOut
        },
        Example("its worker's answer cannot be read", Refusal(.conversionFailed, ["conversion-crashed"])) {
            $0.failure = .malformedAnswer
        },
    ]

    @Test("when", arguments: cases)
    func refused(_ example: Example) async throws {
        try await GatewayHouse().running { open async throws in
            let paper = Paper.summary(1).changed(example.change)
            #expect(try await refusal { try await open.submit(paper) } == example.expected)
            #expect(try await open.status(of: open.id(of: paper)) == nil)
            #expect(await open.ledger.size == 0)
            // The gateway goes on, and the same document may come again once its fault is gone.
            #expect(try await open.submit(.summary(1)).isNew)
        }
    }

    @Test("unless only what people read is long: that is shortened in lists, between two characters")
    func longTitles() async throws {
        try await GatewayHouse().running { open async throws in
            let paper = Paper.summary(1).changed {
                $0.header.title = String(repeating: "õ", count: 500_000)
                $0.header.author = String(repeating: "\u{0}", count: 500_000)
                $0.header.type = CodedWord(system: "s", code: "c", display: String(repeating: "𝔸", count: 500_000))
            }
            let id = try await open.submit(paper).id
            let reader = Reader.citizen(People.verifiedCitizen)
            let description = try await open.gateway.read(id, as: reader, requestID: "r").description
            #expect(description.title == String(repeating: "õ", count: 126) + "…")
            for text in [description.title, description.author, description.type?.display] {
                let text = try #require(text)
                #expect(text.utf8.count <= HeaderReview.displayLimit)
                #expect(text.hasSuffix("…"))
                #expect(!text.contains("\u{FFFD}"))
            }
        }
    }

    @Test("and a text of exactly the limit stays whole")
    func exactly() {
        let whole = String(repeating: "a", count: HeaderReview.displayLimit)
        #expect(whole.shortened == whole)
        #expect((whole + "a").shortened.utf8.count == HeaderReview.displayLimit)
    }
}

extension Paper {
    fileprivate mutating func reread(_ change: (inout DocumentHeader) -> Void) {
        var header = header
        change(&header)
        second = header
    }
}
