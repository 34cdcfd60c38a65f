import Conversion
import Foundation
import Profiles
import RecordTypes
import Testing

@testable import Gateway

@Suite("What the real converter makes of the samples")
struct SampleReviewTests {
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let samples = package.appendingPathComponent("../shared/samples").standardizedFileURL

    static let documents: [String] = ["cda", "ee", "hl7v2"].flatMap { folder in
        let names = FileManager.default.enumerator(atPath: samples.appendingPathComponent(folder).path)
        return (names?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".xml") || $0.hasSuffix(".hl7") }
            .map { "\(folder)/\($0)" }
    }.sorted()

    @Test(
        "passes the review, and its header too, wherever a document was converted",
        .enabled(if: !documents.isEmpty, "the samples are not beside the repository"))
    func reviewed() throws {
        let profiles = try ProfileSet(directory: Self.package.appendingPathComponent("profiles").path)
        let converter = Converter(profiles: profiles)
        var converted = 0
        for name in Self.documents {
            let bytes = Array(try Data(contentsOf: Self.samples.appendingPathComponent(name)))
            let source = SourceDocument(format: name.hasSuffix(".xml") ? .cda : .hl7v2, bytes: bytes)
            let outcome = converter.convert(source)
            guard let parts = outcome.parts else { continue }
            converted += 1
            let fault = fault(of: outcome, parts, beside: converter.readHeader(source).header)
            #expect(fault == nil, "\(name)")
        }
        #expect(converted > 0)
    }

    /// What keeps a converted document from being filed; nil when nothing does. Says nothing of its content.
    private func fault(of outcome: ConversionOutcome, _ parts: BundleParts, beside second: DocumentHeader) -> String? {
        let review = HeaderReview(header: outcome.header, sender: outcome.header.custodian ?? People.hospital.id)
        if let issue = review.faults(beside: outcome.issues).first {
            // Messages without a patient are converted, and refused by the gateway.
            return issue.code == "patient-not-identified" ? nil : issue.code
        }
        guard outcome.header.agrees(with: second) else { return "the readers disagree" }
        return outcome.header.namedPatients.first.flatMap { BundleReview.fault(in: parts, about: $0)?.rawValue }
    }
}
